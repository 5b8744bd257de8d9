import type { Entry } from "#core/auth/enter.ts";
import * as Auth from "#core/auth/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Limit from "#core/limit/index.ts";
import * as Password from "#core/password/index.ts";
import * as Session from "#core/session/index.ts";
import { admit } from "#core/tenant/open.ts";
import * as User from "#core/user/index.ts";
import type { Actor } from "#platform/actor.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { LoginAnswer } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { InvitationAccept, InvitationPreview } from "#schema/invitation.ts";
import type { AppName, Side, TenantRole } from "#schema/roles.ts";
import { closedStatuses } from "#schema/tenant.ts";
import { hashOf, tenantOf } from "./token.ts";

interface Open {
  id: string;
  email: string;
  side: Side;
  role: TenantRole;
  appAccess: AppName[];
  tenantName: string;
  inviterName: string;
  expiresAt: Date;
}

/** What an invited person sees. A token that opens nothing, or nothing any more, answers the same. */
export async function preview(token: string): Promise<InvitationPreview> {
  await Limit.spend({ "invitation.address": origin().ip ?? "unknown" });
  return inTenant(token, async (tx) => {
    const { tenantName, inviterName, email, side, role, expiresAt } = await find(tx, token);
    const newUser = (await passwordOwner(tx, email)) === null;
    return { tenantName, inviterName, email, side, role, newUser, expiresAt: expiresAt.toISOString() };
  });
}

/**
 * Takes an invitation up and signs in. Somebody new gives name and password; whoever has an account proves its password
 * first, second factor included. The mailed link proves the address. @throws link_expired, weak_password, bad_credentials
 */
export async function accept(token: string, input: InvitationAccept): Promise<Entry<LoginAnswer>> {
  await Limit.spend({ "invitation.address": origin().ip ?? "unknown" });
  const { email, userId } = await inTenant(token, async (tx) => {
    const invitation = await find(tx, token);
    return { email: invitation.email, userId: await passwordOwner(tx, invitation.email) };
  });
  if (userId) await Auth.provePassword(email, input.password);
  else await demandNew(email, input);
  const passwordHash = userId ? null : await Password.hash(input.password);
  await inTenant(token, async (tx) => {
    const invitation = await find(tx, token, true);
    const id = userId ?? (await enrol(tx, invitation, input, passwordHash));
    await join(tx, invitation, id);
  });
  return Auth.login({ email, password: input.password, app: "dashboard" });
}

async function demandNew(email: string, { firstName, lastName, password }: InvitationAccept): Promise<void> {
  const missing = [firstName ? null : "firstName", lastName ? null : "lastName"].filter((path) => path !== null);
  if (missing.length > 0)
    throw new AppError("request.validation_failed", "Say your first and last name.", {
      fields: missing.map((path) => ({ path, rule: "required", message: "is needed for a new account" })),
    });
  await Password.require(password, [email, firstName ?? "", lastName ?? ""]);
}

/** The invited person's row: made anew, or the one an admin made before they ever signed in. */
async function enrol(
  tx: Tx,
  { email, appAccess }: Open,
  input: InvitationAccept,
  passwordHash: string | null,
): Promise<string> {
  const { firstName = "", lastName = "" } = input;
  const known = await User.findByEmail(tx, email);
  if (known) {
    await User.setFirstPassword(tx, known.id, { firstName, lastName, passwordHash: passwordHash ?? "" });
    return known.id;
  }
  const id = newId("user");
  const person = {
    id,
    email,
    firstName,
    lastName,
    role: "member",
    appAccess,
    passwordHash,
    emailVerified: true,
  } as const;
  await User.insert(tx, person);
  await acting(id, `${firstName} ${lastName}`, () => User.announce(id, person));
  return id;
}

async function join(tx: Tx, invitation: Open, userId: string): Promise<void> {
  const { id, email, side, role, appAccess } = invitation;
  const user = await tx
    .selectFrom("users")
    .select(["firstName", "lastName", "appAccess", "emailVerified", "status"])
    .where("id", "=", userId)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!user || user.status === "deactivated") throw over();
  await acting(userId, `${user.firstName} ${user.lastName}`, async () => {
    await tx
      .updateTable("invitations")
      .set({ acceptedAt: new Date(), acceptedBy: userId })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await tx
      .updateTable("users")
      .set({ emailVerified: true, appAccess: [...new Set([...user.appAccess, ...appAccess])] })
      .where("id", "=", userId)
      .execute();
    await Effect.audit("invitation.accepted", { type: "invitation", id, label: email }, { after: { userId, role } });
    if (!(await isMember(tx, userId))) await admit(tx, userId, side, role);
  });
  Session.dropOf([userId]);
}

async function isMember(tx: Tx, userId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("tenantMembers")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("userId", "=", userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Runs work inside the tenant that a token names, as the sign-in role: it sees that tenant's invitations only. */
async function inTenant<T>(token: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tenantId = tenantOf(token);
  if (!tenantId) throw over();
  const opener: Actor = { kind: "system", tenantId, name: "invitation" };
  return provide(opener, origin(), () => transaction(work, authRole));
}

function acting<T>(userId: string, name: string, work: () => Promise<T>): Promise<T> {
  const actor: Actor = {
    kind: "user",
    tenantId: tenant(),
    role: "member",
    userId,
    name: name.trim(),
    sessionId: "none",
  };
  return provide(actor, origin(), work);
}

async function find(tx: Tx, token: string, lock = false): Promise<Open> {
  const query = tx
    .selectFrom("invitations as i")
    .innerJoin("tenants as t", "t.id", "i.tenantId")
    .innerJoin("users as u", "u.id", "i.invitedBy")
    .select(["i.id", "i.email", "i.side", "i.role", "i.appAccess", "i.expiresAt", "t.name as tenantName", "t.status"])
    .select(["u.firstName", "u.lastName"])
    .where("i.tenantId", "=", tenant())
    .where("i.tokenHash", "=", hashOf(token))
    .where("i.acceptedAt", "is", null)
    .where("i.revokedAt", "is", null)
    .where("i.expiresAt", ">", new Date())
    .where("t.status", "not in", closedStatuses);
  const row = await (lock ? query.forUpdate("i") : query).executeTakeFirst();
  if (!row) throw over();
  const { side, role, appAccess, firstName, lastName, ...rest } = row;
  return {
    ...rest,
    side: side as Side,
    role: role as TenantRole,
    appAccess: appAccess as AppName[],
    inviterName: `${firstName} ${lastName}`.trim(),
  };
}

/** Whose password opens an address, or null when nobody's does yet. */
async function passwordOwner(tx: Tx, email: string): Promise<string | null> {
  const row = await tx
    .selectFrom("users as u")
    .innerJoin("authAccounts as a", "a.userId", "u.id")
    .select("u.id")
    .where("u.email", "=", email)
    .where("a.providerId", "=", "credential")
    .where("a.password", "is not", null)
    .executeTakeFirst();
  return row?.id ?? null;
}

function over(): AppError {
  return new AppError("link.link_expired", "This invitation is over. Ask the person who invited you for a new one.");
}
