import type * as z from "zod";
import * as AccountMail from "#core/account-mail/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import * as Review from "#core/review/index.ts";
import { reference, require, tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApprovalLinkOnce, ApprovalLink as Shown } from "#schema/approval-link.ts";
import { LinkCreate } from "#schema/approval-link.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { newToken, urlOf } from "./token.ts";

export { admit, self } from "./admit.ts";
export { sendCode, verify } from "./code.ts";
export { approve, comment, reject } from "./decide.ts";
export { open } from "./view.ts";

/** The links of an approval, newest first. */
export async function list(approvalId: string): Promise<Shown[]> {
  return inTenantOf(approvalId, async (tx) => {
    require("approval_link.manage", "see signed links");
    const rows = await select(tx)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom("approvalLinkItems as i")
            .select("i.approvalId")
            .whereRef("i.tenantId", "=", "l.tenantId")
            .whereRef("i.approvalLinkId", "=", "l.id")
            .where("i.approvalId", "=", approvalId),
        ),
      )
      .orderBy("l.id", "desc")
      .limit(100)
      .execute();
    return rows.map(shape);
  });
}

/**
 * Makes a link to one approval of the client's stage, or to a bundle of them, and mails it to the contact. The link ends with
 * its last approval; the token is in the answer and the mail, what is stored is its hash.
 * @throws approval.approval_closed for an approval nobody waits for any more
 */
export async function create(approvalId: string, wanted: z.input<typeof LinkCreate>): Promise<ApprovalLinkOnce> {
  const input = LinkCreate.parse(wanted);
  return inTenantOf(approvalId, async (tx) => {
    require("approval_link.manage", "send signed links");
    const approvalIds = [...new Set([approvalId, ...input.alsoApprovalIds])];
    const rows: Approval.Row[] = [];
    for (const id of approvalIds) rows.push(await waiting(tx, id));
    if (input.canDecide) await guardContact(tx, input.contactEmail);
    const token = newToken(tenant());
    const id = newId("approvalLink");
    const expiresAt = new Date(Math.max(...rows.map((row) => row.expiresAt.getTime())));
    await tx
      .insertInto("approvalLinks")
      .values({
        tenantId: tenant(),
        id,
        approvalId,
        tokenHash: sha256(token),
        contactName: input.contactName,
        contactEmail: input.contactEmail,
        canDecide: input.canDecide,
        expiresAt,
        createdBy: reference(),
      })
      .execute();
    await tx
      .insertInto("approvalLinkItems")
      .values(approvalIds.map((each) => ({ tenantId: tenant(), approvalLinkId: id, approvalId: each })))
      .execute();
    await Effect.audit(
      "approval_link.created",
      { type: "approval_link", id, label: input.contactName },
      { after: { approvalIds, contactEmail: input.contactEmail, canDecide: input.canDecide, expiresAt } },
    );
    await mail(tx, input, approvalIds, urlOf(token), expiresAt);
    return { ...shape(await select(tx).where("l.id", "=", id).executeTakeFirstOrThrow()), url: urlOf(token) };
  });
}

/** Ends a link at once; ending it again changes nothing. */
export async function revoke(approvalId: string, linkId: string): Promise<void> {
  await inTenantOf(approvalId, async (tx) => {
    require("approval_link.manage", "withdraw signed links");
    const row = await select(tx).where("l.id", "=", linkId).forUpdate().executeTakeFirst();
    if (!row || !shape(row).approvalIds.includes(approvalId)) throw notFound("Signed link", linkId);
    if (row.revokedAt) return;
    await tx
      .updateTable("approvalLinks")
      .set({ revokedAt: new Date(), updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("id", "=", linkId)
      .execute();
    await Effect.audit("approval_link.revoked", { type: "approval_link", id: linkId, label: row.contactName });
  });
}

// A reviewer sends links for several clients: the work itself runs inside the one the approval belongs to.
async function inTenantOf<T>(approvalId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { tenantId } = await transaction((tx) => Approval.find(tx, approvalId));
  return within(tenantId, () => transaction(work));
}

async function waiting(tx: Tx, id: string): Promise<Approval.Row> {
  const row = await Approval.find(tx, id);
  if (row.tenantId !== tenant()) throw notFound("Approval", id);
  if (row.status !== "pending" || row.expiresAt.getTime() <= Date.now())
    throw new AppError(
      "approval.approval_closed",
      "Nobody waits for this decision any more; a link to it opens nothing.",
      {
        details: { approvalId: id, status: row.status },
      },
    );
  if (row.stage !== "client")
    throw new AppError("request.validation_failed", "The agency's own stage is not decided by links.", {
      fields: [{ path: "approvalId", rule: "client_stage", message: `${id} is not at the client's stage` }],
    });
  return row;
}

// The client's stage is the client's: nobody of the agency decides it by mailing a link to themselves.
async function guardContact(tx: Tx, email: string): Promise<void> {
  const own = await tx
    .selectFrom("users as u")
    .leftJoin("tenantMembers as m", (join) =>
      join.onRef("m.userId", "=", "u.id").on("m.tenantId", "=", tenant()).on("m.side", "=", "agency"),
    )
    .select("u.id")
    .where("u.email", "=", email)
    .where((eb) => eb.or([eb("m.id", "is not", null), eb("u.role", "=", "super_admin")]))
    .executeTakeFirst();
  if (!own) return;
  throw new AppError(
    "request.validation_failed",
    "This is an address of the agency. The client's stage is for the client.",
    {
      fields: [{ path: "contactEmail", rule: "client_address", message: "belongs to the agency" }],
    },
  );
}

async function mail(tx: Tx, input: LinkCreate, approvalIds: string[], link: string, expiresAt: Date): Promise<void> {
  const { name } = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const titles: string[] = [];
  for (const id of approvalIds) titles.push((await Review.one(id)).subject.title);
  await AccountMail.order({
    template: "signed-link",
    address: input.contactEmail,
    words: {
      contactName: input.contactName,
      tenantName: name,
      titles: titles.join(" · "),
      until: expiresAt.toISOString().slice(0, 16).replace("T", " "),
      canDecide: input.canDecide ? "yes" : "",
      link,
    },
  });
}

function select(tx: Tx) {
  return tx
    .selectFrom("approvalLinks as l")
    .selectAll("l")
    .select((eb) =>
      eb
        .selectFrom("approvalLinkItems as i")
        .select((items) => items.fn.agg<string[]>("array_agg", ["i.approvalId"]).as("ids"))
        .whereRef("i.tenantId", "=", "l.tenantId")
        .whereRef("i.approvalLinkId", "=", "l.id")
        .as("approvalIds"),
    )
    .where("l.tenantId", "=", tenant());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof select>["executeTakeFirstOrThrow"]>>): Shown {
  return {
    id: row.id,
    approvalIds: row.approvalIds ?? [],
    contactName: row.contactName,
    contactEmail: row.contactEmail,
    canDecide: row.canDecide,
    expiresAt: Paging.iso(row.expiresAt),
    openedAt: Paging.iso(row.openedAt),
    openCount: row.openCount,
    verifiedAt: Paging.iso(row.verifiedAt),
    revokedAt: Paging.iso(row.revokedAt),
    createdAt: Paging.iso(row.createdAt),
  };
}
