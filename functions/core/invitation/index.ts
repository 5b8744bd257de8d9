import * as AccountMail from "#core/account-mail/index.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Member from "#core/member/index.ts";
import * as Paging from "#core/page/index.ts";
import { person, require, tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { InvitationInput, type Invitation as InvitationItem, type InvitationStatus } from "#schema/invitation.ts";
import type { Side, TenantRole } from "#schema/roles.ts";
import { hashOf, mint } from "./token.ts";

const liveDays = 7;

/** Invitations of the workspace, newest first; the last hundred. */
export async function list(): Promise<InvitationItem[]> {
  require("invitation.manage", "see invitations");
  return transaction(async (tx) => {
    const rows = await select(tx).orderBy("i.id", "desc").limit(100).execute();
    return rows.map(shape);
  });
}

/** Invites an address into the workspace: a link by mail, good for seven days. @throws already_exists, plan_limit */
export const invite = fn(InvitationInput, async ({ email, role }): Promise<InvitationItem> => {
  require("invitation.manage", "invite people");
  return transaction(async (tx) => {
    await Member.demandSeat(tx);
    await demandStranger(tx, email);
    const { id, token } = { id: newId("invitation"), token: mint(tenant()) };
    await tx
      .insertInto("invitations")
      .values({
        tenantId: tenant(),
        id,
        email,
        side: "client",
        role,
        appAccess: ["dashboard"],
        tokenHash: hashOf(token),
        invitedBy: person().userId,
        expiresAt: inSevenDays(),
      })
      .execute();
    await Effect.audit("invitation.sent", { type: "invitation", id, label: email }, { after: { email, role } });
    await send(tx, email, token);
    return read(tx, id);
  });
});

/** Sends a fresh link for an invitation that is still open or has run out; the earlier link ends. */
export async function resend(id: string): Promise<InvitationItem> {
  require("invitation.manage", "invite people");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const status = statusOf(row);
    if (status === "accepted" || status === "revoked") throw closed(status);
    if (status === "expired") await Member.demandSeat(tx);
    const token = mint(tenant());
    await tx
      .updateTable("invitations")
      .set({ tokenHash: hashOf(token), expiresAt: inSevenDays() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("invitation.resent", { type: "invitation", id, label: row.email });
    await send(tx, row.email, token);
    return read(tx, id);
  });
}

/** Calls an invitation back: its link opens nothing any more. */
export async function revoke(id: string): Promise<void> {
  require("invitation.manage", "call invitations back");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.acceptedAt) throw closed("accepted");
    if (row.revokedAt) return;
    await tx
      .updateTable("invitations")
      .set({ revokedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    await Effect.audit("invitation.revoked", { type: "invitation", id, label: row.email });
  });
}

/** Where an invitation stands now. */
export function statusOf(row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date }): InvitationStatus {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt.getTime() <= Date.now() ? "expired" : "open";
}

// One that ran out makes room for another; a second open one, or one for a member, is refused.
async function demandStranger(tx: Tx, email: string): Promise<void> {
  const member = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select("m.id")
    .where("m.tenantId", "=", tenant())
    .where("u.email", "=", email)
    .executeTakeFirst();
  if (member) throw known("Somebody with this address is a member already.");
  const open = await tx
    .selectFrom("invitations")
    .select(["id", "expiresAt"])
    .where("tenantId", "=", tenant())
    .where("email", "=", email)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (open && open.expiresAt.getTime() > Date.now())
    throw known("This address has an open invitation. Send it again, or call it back first.");
  if (open)
    await tx
      .updateTable("invitations")
      .set({ revokedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", open.id)
      .execute();
}

async function send(tx: Tx, address: string, token: string): Promise<void> {
  const workspace = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const link = `${config("DASHBOARD_URL")}/accept-invite?token=${token}`;
  const words = { tenantName: workspace.name, inviterName: person().name, link };
  await AccountMail.order({ template: "invitation", address, app: "dashboard", words });
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("invitations")
    .select(["email", "acceptedAt", "revokedAt", "expiresAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Invitation", id);
  return row;
}

function select(tx: Tx) {
  return tx
    .selectFrom("invitations as i")
    .innerJoin("users as u", "u.id", "i.invitedBy")
    .select(["i.id", "i.email", "i.side", "i.role", "i.expiresAt", "i.acceptedAt", "i.revokedAt", "i.createdAt"])
    .select(["u.firstName", "u.lastName"])
    .where("i.tenantId", "=", tenant());
}

async function read(tx: Tx, id: string): Promise<InvitationItem> {
  return shape(await select(tx).where("i.id", "=", id).executeTakeFirstOrThrow());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number]): InvitationItem {
  const { iso } = Paging;
  return {
    id: row.id,
    email: row.email,
    side: row.side as Side,
    role: row.role as TenantRole,
    status: statusOf(row),
    invitedBy: `${row.firstName} ${row.lastName}`.trim(),
    expiresAt: iso(row.expiresAt),
    acceptedAt: iso(row.acceptedAt),
    createdAt: iso(row.createdAt),
  };
}

function inSevenDays(): Date {
  return new Date(Date.now() + liveDays * 24 * 3_600_000);
}

function known(message: string): AppError {
  return new AppError("request.already_exists", message, {
    fields: [{ path: "email", rule: "already_exists", message }],
  });
}

function closed(status: "accepted" | "revoked"): AppError {
  const how = status === "accepted" ? "was accepted" : "was called back";
  return new AppError("request.illegal_transition", `This invitation ${how} already.`, { details: { status } });
}
