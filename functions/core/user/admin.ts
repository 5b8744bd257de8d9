import * as AccountMail from "#core/account-mail/index.ts";
import { forgetTrust } from "#core/auth/device.ts";
import { sceneWords } from "#core/auth/scene.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Session from "#core/session/index.ts";
import { person, require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { UserCreate, type UserDetail, type UserEdit } from "#schema/user.ts";
import { announce, insert, type NewUser, sendWelcome } from "./insert.ts";
import { get } from "./read.ts";
import { differing, endSessions, inChainOf, locked, record, shutOut, subjectOf, type UserRecord } from "./row.ts";

/** Makes a person of the platform; a mail with a link to set a password goes out. @throws already_exists */
export const create = fn(UserCreate, async (input): Promise<UserDetail> => {
  demand();
  const id = await transaction(async (tx) => {
    const { phone = null, ...rest } = input;
    const user: NewUser = { ...rest, phone, passwordHash: null };
    demandFit(input);
    const made = await insert(tx, user);
    await announce(made, user);
    return made;
  });
  return get(id);
});

/** Changes a person's record, role or portals. @throws last_admin, version_mismatch */
export async function edit(id: string, input: UserEdit, rowVersion: number): Promise<UserDetail> {
  await change(id, async (tx, user) => {
    if (user.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "The person was changed meanwhile. Load them again.");
    const { secondFactorRequired: totpRequired, ...rest } = input;
    const set = differing(user, { ...rest, totpRequired });
    if (Object.keys(set).length === 0) return;
    const after = { ...user, ...set };
    demandFit(after);
    if (user.role === "super_admin" && (after.role !== "super_admin" || !after.appAccess.includes("manage")))
      await keepsSuperAdmin(tx, user);
    await tx.updateTable("users").set(set).where("id", "=", id).execute();
    await record(user, set);
    Session.dropOf([id]);
  });
  return get(id);
}

/** Shuts a person out at once. @throws last_admin for the last admin of a client or of the platform */
export async function deactivate(id: string, reason: string): Promise<UserDetail> {
  await change(id, async (tx, user) => {
    if (id === person().userId)
      throw new AppError("auth.forbidden", "Nobody deactivates themselves. Ask another super admin.");
    if (user.status === "deactivated") return;
    if (user.role === "super_admin") await keepsSuperAdmin(tx, user);
    await keepsTenantAdmins(tx, user);
    await shutOut(tx, user, reason);
  });
  return get(id);
}

/** Lets a person in again; whoever never set a password gets the link again. */
export async function reactivate(id: string): Promise<UserDetail> {
  await change(id, async (tx, user) => {
    if (user.status !== "deactivated") return;
    const status = (await hasPassword(tx, id)) ? "active" : "invited";
    await tx.updateTable("users").set({ status }).where("id", "=", id).execute();
    await Effect.audit("user.reactivated", subjectOf(user), { before: { status: user.status }, after: { status } });
    if (status === "invited") await sendWelcome(id, user.email);
    Session.dropOf([id]);
  });
  return get(id);
}

/** Mails a link to set a new password. The present one stays good until it is used. */
export async function resetPassword(id: string): Promise<void> {
  await change(id, async (tx, user) => {
    if (user.status === "deactivated")
      throw new AppError("request.illegal_transition", "This person is deactivated. Reactivate them first.");
    if (!(await hasPassword(tx, id))) return sendWelcome(id, user.email);
    await AccountMail.order({ template: "password-reset", address: user.email, userId: id, purpose: "reset_password" });
    await Effect.audit("password.reset_requested", subjectOf(user));
  });
}

/**
 * Takes a person's second factor away, with its recovery codes, passkeys and trusted devices, ends their sessions, and tells
 * them: somebody who lost their phone sets up another at the next sign-in where one is demanded.
 */
export async function resetTotp(id: string, reason: string): Promise<void> {
  demand();
  await Session.requireRecent();
  await change(id, async (tx, user) => {
    const factors = await tx.deleteFrom("totpFactors").where("userId", "=", id).returning("id").execute();
    const keys = await tx.deleteFrom("passkeys").where("userId", "=", id).returning("id").execute();
    if (factors.length + keys.length === 0) return;
    await tx.deleteFrom("totpUses").where("userId", "=", id).execute();
    await forgetTrust(tx, id);
    await tx.updateTable("users").set({ totpEnabled: false }).where("id", "=", id).execute();
    await endSessions(tx, id);
    await Effect.audit("totp.reset", subjectOf(user), {}, reason);
    const words = { at: sceneWords()["at"] ?? "", device: "the administration of the platform" };
    await AccountMail.order({ template: "second-factor-changed", address: user.email, userId: id, words });
  });
}

/** Ends every session of a person. @returns how many there were */
export async function endAllSessions(id: string): Promise<{ ended: number }> {
  return change(id, async (tx, user) => {
    const ended = await endSessions(tx, id);
    if (ended > 0) await Effect.audit("session.revoked", subjectOf(user), { after: { ended } });
    return { ended };
  });
}

async function change<T>(id: string, work: (tx: Tx, user: UserRecord) => Promise<T>): Promise<T> {
  demand();
  return transaction(async (tx) => {
    const user = await locked(tx, id);
    if (!user) throw notFound("Person", id);
    return inChainOf(tx, id, () => work(tx, user));
  });
}

function demand(): void {
  require("tenant.manage", "manage people", "platform");
}

// Manage is for super admins, and a super admin without it could undo nothing.
function demandFit({ role, appAccess }: Pick<UserRecord, "role" | "appAccess">): void {
  const isFit = (role === "super_admin") === appAccess.includes("manage");
  if (isFit) return;
  const message = "Manage is for super admins: give both or neither.";
  throw new AppError("request.validation_failed", message, { fields: [{ path: "appAccess", rule: "role", message }] });
}

async function keepsSuperAdmin(tx: Tx, user: UserRecord): Promise<void> {
  const others = await tx
    .selectFrom("users")
    .select("id")
    .where("role", "=", "super_admin")
    .where("status", "=", "active")
    .where("deletedAt", "is", null)
    .where("id", "!=", user.id)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (others.length === 0)
    throw new AppError("member.last_admin", "This is the last super admin. Make somebody else one first.");
}

async function keepsTenantAdmins(tx: Tx, user: UserRecord): Promise<void> {
  const only = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("tenants as t", "t.id", "m.tenantId")
    .select("t.name")
    .where("m.userId", "=", user.id)
    .where("m.side", "=", "client")
    .where("m.role", "=", "admin")
    .where("t.status", "!=", "cancelled")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("tenantMembers as o")
            .innerJoin("users as u", "u.id", "o.userId")
            .select("o.id")
            .whereRef("o.tenantId", "=", "m.tenantId")
            .whereRef("o.userId", "!=", "m.userId")
            .where("o.side", "=", "client")
            .where("o.role", "=", "admin")
            .where("u.status", "in", ["active", "locked", "invited"]),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst();
  if (only)
    throw new AppError(
      "member.last_admin",
      `This is the last admin of ${only.name}. Make somebody else one there first.`,
    );
}

async function hasPassword(tx: Tx, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("authAccounts")
    .select("id")
    .where("userId", "=", userId)
    .where("providerId", "=", "credential")
    .where("password", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}
