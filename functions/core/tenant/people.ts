import * as AccountMail from "#core/account-mail/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Member from "#core/member/index.ts";
import * as Session from "#core/session/index.ts";
import * as User from "#core/user/index.ts";
import { require, tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { Member as MemberItem } from "#schema/member.ts";
import { admit } from "./open.ts";

/** Everybody who may act in a tenant, of both sides. */
export async function members(tenantId: string): Promise<MemberItem[]> {
  return within(tenantId, async () => {
    await demandTenant();
    return Member.list();
  });
}

/** Sets who of the agency reviews the tenant's work. */
export async function setReviewers(tenantId: string, userIds: readonly string[]): Promise<MemberItem[]> {
  return within(tenantId, async () => {
    require("team.manage", "assign reviewers");
    await demandTenant();
    await transaction((tx) => assign(tx, userIds));
    return Member.list();
  });
}

/** Mails the owner again how to come in. */
export async function resendWelcome(tenantId: string): Promise<void> {
  return within(tenantId, async () => {
    require("tenant.manage", "manage clients");
    await transaction(async (tx) => {
      const row = await tx
        .selectFrom("tenants as t")
        .innerJoin("users as u", "u.id", "t.ownerUserId")
        .select(["t.name", "u.id", "u.email", "u.firstName", "u.status"])
        .where("t.id", "=", tenantId)
        .executeTakeFirst();
      if (!row) throw notFound("Client", tenantId);
      if (row.status === "invited") return User.sendWelcome(row.id, row.email);
      const words = { firstName: row.firstName, company: row.name };
      await AccountMail.order({ template: "welcome", address: row.email, userId: row.id, app: "dashboard", words });
    });
  });
}

/** Makes exactly these people the reviewers of the tenant at work. @throws validation_failed for somebody who is none */
export async function assign(tx: Tx, userIds: readonly string[]): Promise<void> {
  const tenantId = tenant();
  const present = await tx
    .selectFrom("tenantMembers")
    .select(["id", "userId"])
    .where("tenantId", "=", tenantId)
    .where("side", "=", "agency")
    .forUpdate()
    .execute();
  const wanted = await reviewers(tx, [...new Set(userIds)]);
  for (const { id, role } of wanted) if (!present.some((row) => row.userId === id)) await admit(tx, id, "agency", role);
  const leaving = present.filter((row) => !wanted.some(({ id }) => id === row.userId));
  for (const row of leaving) {
    await tx.deleteFrom("tenantMembers").where("tenantId", "=", tenantId).where("id", "=", row.id).execute();
    const subject = { type: "member", id: row.id, label: row.userId };
    await Effect.audit("member.removed", subject, { before: { userId: row.userId, side: "agency" } });
  }
  Session.dropOf([...wanted.map(({ id }) => id), ...leaving.map((row) => row.userId)]);
}

async function reviewers(tx: Tx, ids: string[]): Promise<{ id: string; role: "admin" | "reviewer" }[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom("users")
    .select(["id", "role", "appAccess", "status"])
    .where("id", "in", ids)
    .where("deletedAt", "is", null)
    .execute();
  return ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    const isReviewer = row && row.status !== "deactivated" && row.appAccess.includes("dm-portal");
    if (isReviewer) return { id, role: row.role === "reviewer" ? "reviewer" : "admin" };
    const message = `${id} is nobody of the agency's team. Give them the DM portal first.`;
    throw new AppError("request.validation_failed", message, {
      fields: [{ path: "userIds", rule: "not_of_the_team", message }],
    });
  });
}

/** Refuses a tenant that is not there. */
export async function demandTenant(): Promise<void> {
  const found = await transaction((tx) =>
    tx.selectFrom("tenants").select("id").where("id", "=", tenant()).executeTakeFirst(),
  );
  if (!found) throw notFound("Client", tenant());
}
