import * as Effect from "#core/effect/index.ts";
import * as Suppression from "#core/suppression/index.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { transaction } from "#platform/db.ts";
import { derive, same } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import type { Unsubscription } from "#schema/newsletter.ts";

const purpose = "unsubscribe";

/** The secret with which the reader of one copy, and nobody else, ends it. */
export function tokenOf(recipientId: string): string {
  return `${tenant()}.${recipientId}.${derive(purpose, `${tenant()}.${recipientId}`)}`;
}

/** Where mail programs end it with one request, and where readers do. */
export function addressesOf(recipientId: string): { oneClick: string; page: string } {
  const token = tokenOf(recipientId);
  return {
    oneClick: `${config("API_URL")}/client/v1/unsubscribe/${token}`,
    page: `${config("DASHBOARD_URL")}/unsubscribe/${token}`,
  };
}

/** What the reader of a copy sees before anything is ended. @throws link.link_expired for a token that nobody was given */
export function look(token: string): Promise<Unsubscription> {
  return asReader(token, (recipientId) => shown(recipientId));
}

/** The reader gets no newsletter of this client any more. A second time changes nothing. */
export function unsubscribe(token: string): Promise<Unsubscription> {
  return asReader(token, async (recipientId) => {
    await transaction(async (tx) => {
      const row = await tx
        .selectFrom("newsletterRecipients")
        .select(["email", "newsletterId", "status"])
        .where("tenantId", "=", tenant())
        .where("id", "=", recipientId)
        .forUpdate()
        .executeTakeFirst();
      if (!row || row.status === "unsubscribed") return;
      await Suppression.add(tx, row.email, "unsubscribe", `newsletter:${row.newsletterId}`);
      const at = new Date();
      await tx
        .updateTable("newsletterSubscribers")
        .set({ unsubscribedAt: at })
        .where("tenantId", "=", tenant())
        .where("email", "=", row.email)
        .where("unsubscribedAt", "is", null)
        .execute();
      await tx
        .updateTable("newsletterRecipients")
        .set({ status: "unsubscribed", skipReason: null })
        .where("tenantId", "=", tenant())
        .where("id", "=", recipientId)
        .execute();
      await tx
        .updateTable("emailNewsletters")
        .set((eb) => ({ unsubscribed: eb("unsubscribed", "+", 1) }))
        .where("tenantId", "=", tenant())
        .where("id", "=", row.newsletterId)
        .execute();
      await Effect.audit("contact.unsubscribed", { type: "newsletter", id: row.newsletterId, label: "Newsletter" });
    });
    return shown(recipientId);
  });
}

async function asReader<T>(token: string, work: (recipientId: string) => Promise<T>): Promise<T> {
  const [tenantId = "", recipientId = "", proof = ""] = token.split(".");
  if (!same(proof, derive(purpose, `${tenantId}.${recipientId}`)))
    throw new AppError("link.link_expired", "This link is not complete. Open it from your mail again.");
  return provide({ kind: "system", tenantId, name: purpose }, origin(), () => work(recipientId));
}

async function shown(recipientId: string): Promise<Unsubscription> {
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("newsletterRecipients as r")
      .innerJoin("tenants as t", "t.id", "r.tenantId")
      .select(["r.email", "t.name"])
      .where("r.tenantId", "=", tenant())
      .where("r.id", "=", recipientId)
      .executeTakeFirst();
    if (!row) throw new AppError("link.link_expired", "This newsletter is no longer kept.");
    const isUnsubscribed = (await Suppression.suppressedOf(tx, [row.email])).has(row.email);
    return { from: row.name, address: row.email.replace(/^(.).*(@.*)$/, "$1***$2"), isUnsubscribed };
  });
}
