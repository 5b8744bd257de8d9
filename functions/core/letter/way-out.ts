import * as Effect from "#core/effect/index.ts";
import * as Suppression from "#core/suppression/index.ts";
import { origin, provide, tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { type Tx, transaction } from "#platform/db.ts";
import { derive, same } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import type { Unsubscription } from "#schema/newsletter.ts";
import { copyOf } from "./copy.ts";
import { ended } from "./ending.ts";

const purpose = "unsubscribe";

/** The secret with which the reader of one copy, and nobody else, ends it. */
export function tokenOf(copyId: string): string {
  return `${tenant()}.${copyId}.${derive(purpose, `${tenant()}.${copyId}`)}`;
}

/** Where mail programs end it with one request, and where readers do. */
export function addressesOf(copyId: string): { oneClick: string; page: string } {
  const token = tokenOf(copyId);
  return {
    oneClick: `${config("API_URL")}/client/v1/unsubscribe/${token}`,
    page: `${config("DASHBOARD_URL")}/unsubscribe/${token}`,
  };
}

/** What the reader of a copy sees before anything is ended. @throws link.link_expired for a token that nobody was given */
export function look(token: string): Promise<Unsubscription> {
  return asReader(token, (copyId) => transaction((tx) => shown(tx, copyId)));
}

/** The reader gets no mail of this client any more. A second time changes nothing. */
export function unsubscribe(token: string): Promise<Unsubscription> {
  return asReader(token, (copyId) =>
    transaction(async (tx) => {
      const copy = await copyOf(tx, copyId);
      if (copy && !(await Suppression.reasonFor(tx, copy.email))) {
        await ended(tx, copy.email, "unsubscribed", copyId);
        if (copy.newsletterId) await counted(tx, copyId, copy.newsletterId);
        await Effect.audit("contact.unsubscribed", { type: "contact", id: copyId, label: copy.from });
      }
      return shown(tx, copyId);
    }),
  );
}

async function asReader<T>(token: string, work: (copyId: string) => Promise<T>): Promise<T> {
  const [tenantId = "", copyId = "", proof = ""] = token.split(".");
  if (!same(proof, derive(purpose, `${tenantId}.${copyId}`)))
    throw new AppError("link.link_expired", "This link is not complete. Open it from your mail again.");
  return provide({ kind: "system", tenantId, name: purpose }, origin(), () => work(copyId));
}

async function counted(tx: Tx, copyId: string, newsletterId: string): Promise<void> {
  await tx
    .updateTable("newsletterRecipients")
    .set({ status: "unsubscribed", skipReason: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", copyId)
    .execute();
  await tx
    .updateTable("emailNewsletters")
    .set((eb) => ({ unsubscribed: eb("unsubscribed", "+", 1) }))
    .where("tenantId", "=", tenant())
    .where("id", "=", newsletterId)
    .execute();
}

async function shown(tx: Tx, copyId: string): Promise<Unsubscription> {
  const copy = await copyOf(tx, copyId);
  if (!copy) throw new AppError("link.link_expired", "This mail is no longer kept.");
  const isUnsubscribed = (await Suppression.reasonFor(tx, copy.email)) !== undefined;
  return { from: copy.from, address: copy.email.replace(/^(.).*(@.*)$/, "$1***$2"), isUnsubscribed };
}
