import { randomBytes } from "node:crypto";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { person, require, within } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type ImpersonationStart, type ImpersonationStarted, impersonationMinutes } from "#schema/impersonation.ts";
import { isClosed } from "#schema/tenant.ts";

export { trail } from "./trail.ts";

/**
 * A super admin begins to act as one of a tenant's people: reading only unless they ask for more, for an hour at most. The
 * answer's address hands over to the Dashboard, once, within a minute.
 * @throws not_found for somebody who is not of the tenant's own side; forbidden for oneself; tenant_suspended
 */
export async function start(tenantId: string, input: ImpersonationStart): Promise<ImpersonationStarted> {
  return within(tenantId, async () => {
    require("impersonation.start", "act as other people");
    await Session.requireRecent();
    return transaction(async (tx) => {
      const target = await targetOf(tx, tenantId, input.userId);
      const { userId: staffUserId } = person();
      if (target.id === staffUserId) throw new AppError("auth.forbidden", "You are that person already.");
      const id = newId("impersonation");
      const token = `${id}.${randomBytes(32).toString("base64url")}`;
      const startedAt = new Date();
      const expiresAt = new Date(startedAt.getTime() + impersonationMinutes * 60_000);
      const { reason, readOnly } = input;
      await tx
        .insertInto("impersonations")
        .values({
          id,
          staffUserId,
          userId: target.id,
          tenantId,
          reason,
          readOnly,
          startedAt,
          expiresAt,
          tokenHash: sha256(token),
        })
        .execute();
      const subject = { type: "impersonation", id, label: `${target.firstName} ${target.lastName}`.trim() };
      await Effect.audit("impersonation.started", subject, { after: { userId: target.id, readOnly } }, reason);
      const url = `${config("DASHBOARD_URL")}/impersonate?token=${token}`;
      return { id, url, token, expiresAt: expiresAt.toISOString() };
    });
  });
}

async function targetOf(tx: Tx, tenantId: string, userId: string) {
  const row = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .innerJoin("tenants as t", "t.id", "m.tenantId")
    .select(["u.id", "u.firstName", "u.lastName", "u.status", "u.role", "t.status as tenantStatus", "t.name"])
    .where("m.tenantId", "=", tenantId)
    .where("m.userId", "=", userId)
    .where("m.side", "=", "client")
    .executeTakeFirst();
  if (!row) throw notFound("Person", userId);
  if (row.role === "super_admin") throw new AppError("auth.forbidden", "Nobody acts as another super admin.");
  if (row.status !== "active")
    throw new AppError("auth.forbidden", "This person cannot sign in themselves, so nobody acts as them.");
  if (isClosed(row.tenantStatus))
    throw new AppError("tenant.tenant_suspended", `${row.name} is closed. Reinstate it first.`);
  return row;
}
