import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import * as Session from "#core/session/index.ts";
import { isAgency, may, require, tenant } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { separately, transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { Member as MemberItem, MemberPatch } from "#schema/member.ts";
import type { Side, TenantRole } from "#schema/roles.ts";

export { policy, setPolicy } from "./policy.ts";
export { demandSeat } from "./seat.ts";

/** Everybody who may act in the tenant, of both sides. A client does not see the addresses of the agency's people. */
export async function list(): Promise<MemberItem[]> {
  require("member.read", "see the members");
  return transaction(async (tx) => {
    const rows = await select(tx).orderBy("m.id").execute();
    const factors = await secondFactors(rows.map((row) => row.userId));
    return rows.map((row) => shape(row, factors));
  });
}

/** Changes somebody's role or job title. @throws last_admin when the workspace would be left without an admin */
export async function patch(id: string, input: MemberPatch, rowVersion: number): Promise<MemberItem> {
  require("member.manage", "change members");
  return transaction(async (tx) => {
    const row = await locked(tx, id, rowVersion);
    const role = input.role ?? row.role;
    const jobTitle = input.jobTitle === undefined ? row.jobTitle : input.jobTitle;
    if (role !== row.role) await keepsAdmin(tx, row);
    if (role !== row.role || jobTitle !== row.jobTitle) {
      await tx
        .updateTable("tenantMembers")
        .set({ role, jobTitle })
        .where("tenantId", "=", tenant())
        .where("id", "=", id)
        .execute();
      const subject = { type: "member", id, label: row.name };
      await Effect.audit("member.role_changed", subject, {
        before: { role: row.role, jobTitle: row.jobTitle },
        after: { role, jobTitle },
      });
      await changed(row.userId);
    }
    const fresh = await select(tx).where("m.id", "=", id).executeTakeFirstOrThrow();
    return shape(fresh, await secondFactors([row.userId]));
  });
}

/** Takes somebody out of the workspace; with their next request they are out. @throws last_admin */
export async function remove(id: string, rowVersion: number): Promise<void> {
  require("member.manage", "remove members");
  await transaction(async (tx) => {
    const row = await locked(tx, id, rowVersion);
    await keepsAdmin(tx, row);
    await tx.deleteFrom("tenantMembers").where("tenantId", "=", tenant()).where("id", "=", id).execute();
    const before = { userId: row.userId, side: row.side, role: row.role };
    await Effect.audit("member.removed", { type: "member", id, label: row.name }, { before });
    await changed(row.userId);
  });
}

interface Locked {
  userId: string;
  name: string;
  side: Side;
  role: TenantRole;
  jobTitle: string | null;
  rowVersion: number;
}

// Every admin of the side is locked, so that two cannot demote each other at the same moment.
async function locked(tx: Tx, id: string, rowVersion: number): Promise<Locked> {
  const rows = await tx
    .selectFrom("tenantMembers")
    .select(["id", "userId", "side", "role", "jobTitle", "rowVersion"])
    .where("tenantId", "=", tenant())
    .where((eb) => eb.or([eb("id", "=", id), eb("role", "=", "admin")]))
    .orderBy("id")
    .forUpdate()
    .execute();
  const row = rows.find((one) => one.id === id);
  // The agency decides itself who of its people works for a client.
  if (row?.side !== "client") throw notFound("Member", id);
  if (row.rowVersion !== rowVersion)
    throw new AppError("request.version_mismatch", "The member was changed meanwhile. Load the list again.");
  const user = await tx
    .selectFrom("users")
    .select(["firstName", "lastName"])
    .where("id", "=", row.userId)
    .executeTakeFirst();
  const name = `${user?.firstName ?? ""} ${user?.lastName ?? ""}`.trim();
  return { ...row, name, side: row.side as Side, role: row.role as TenantRole };
}

async function keepsAdmin(tx: Tx, row: Locked): Promise<void> {
  if (row.role !== "admin") return;
  const others = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select("m.id")
    .where("m.tenantId", "=", tenant())
    .where("m.side", "=", "client")
    .where("m.role", "=", "admin")
    .where("m.userId", "!=", row.userId)
    .where("u.status", "in", ["active", "locked"])
    .limit(1)
    .executeTakeFirst();
  if (!others)
    throw new AppError("member.last_admin", `${row.name} is the last admin. Make somebody else an admin first.`);
}

async function changed(userId: string): Promise<void> {
  Session.dropOf([userId]);
  await Effect.live("settings:updated", { keys: ["members"] });
}

function select(tx: Tx) {
  return tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select(["m.id", "m.side", "m.role", "m.lastSeenAt", "m.createdAt", "m.rowVersion", "m.jobTitle"])
    .select(["u.id as userId", "u.email", "u.firstName", "u.lastName", "u.status"])
    .where("m.tenantId", "=", tenant());
}

// Who guards their account with a second factor is shown to those only who may demand one.
async function secondFactors(userIds: string[]): Promise<Map<string, boolean> | null> {
  if (!may("member.manage") || userIds.length === 0) return null;
  const rows = await separately(
    (tx) => tx.selectFrom("users").select(["id", "totpEnabled"]).where("id", "in", userIds).execute(),
    authRole,
  );
  return new Map(rows.map((row) => [row.id, row.totpEnabled]));
}

function shape(
  row: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number],
  factors: Map<string, boolean> | null,
): MemberItem {
  const { id, userId, lastSeenAt, createdAt, rowVersion, jobTitle } = row;
  const mayKnow = isAgency() || row.side === "client";
  return {
    id,
    user: {
      id: userId,
      name: `${row.firstName} ${row.lastName}`.trim(),
      email: mayKnow ? row.email : null,
      jobTitle,
      status: row.status as MemberItem["user"]["status"],
      secondFactor: factors && row.side === "client" ? (factors.get(userId) ?? false) : null,
    },
    side: row.side as Side,
    role: row.role as TenantRole,
    lastSeenAt: Paging.iso(lastSeenAt),
    createdAt: Paging.iso(createdAt),
    rowVersion,
  };
}
