import type { Failed } from "#agents/descriptor/index.ts";
import type { ContactFound } from "#agents/website-crawler.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { order } from "#core/run/order.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import * as Backlink from "./index.ts";
import type { SiteFacts } from "./site.ts";

const keptDays = 14;

/** What the contact finder gets: what the prospect's own pages say, read now or in the last 14 days. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const row = await transaction((tx) => Backlink.locked(tx, run.subjectId ?? ""));
  const facts = await factsOf(row.sourceDomain);
  return {
    ...{ backlinkId: row.id, campaignId: row.campaignId ?? "", domain: row.sourceDomain },
    ...{ extract: facts.extract, addresses: facts.addresses },
    ...{ isReachable: facts.reachable, hasCaptcha: facts.hasCaptcha, isBlocked: facts.blocked },
    ...(facts.contactPageUrl ? { contactPageUrl: facts.contactPageUrl } : {}),
  };
}

/** Keeps the contact and has the e-mail written; where there is none, the campaign goes on without the site. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ContactFound>): Promise<void> {
  const row = await Backlink.locked(tx, run.subjectId ?? "");
  const { recipientEmail = null, recipientName = null } = data;
  await tx
    .updateTable("crawlCache")
    .set({ recipientEmail, recipientName })
    .where("domain", "=", row.sourceDomain)
    .execute();
  if (data.isBlocked) return Backlink.unreached(tx, row, "the site does not want to be read.");
  if (!data.isReachable) return Backlink.unreached(tx, row, "the site does not answer.");
  if (!recipientEmail) return Backlink.unreached(tx, row, "the site names no address.");
  await tx
    .updateTable("backlinks")
    .set({ contactEmail: recipientEmail, contactName: recipientName })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  const subject = { type: "backlink", id: row.id };
  await Effect.audit("backlink.updated", { ...subject, label: row.sourceDomain }, { after: { contact: "found" } });
  const blocked = await order(tx, { agent: "backlink-outreach-writer", subject, version: 1, priority: "normal" });
  if (blocked) await Backlink.unreached(tx, row, `the e-mail could not be written (${blocked}).`);
}

/** The campaign goes on without the site. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  if (run.subjectId) await Backlink.unreached(tx, await Backlink.locked(tx, run.subjectId), message);
}

/** What is known of a site, read now or in the last 14 days. */
export async function factsOf(domain: string): Promise<SiteFacts> {
  const now = new Date();
  const known = await transaction((tx) =>
    tx
      .selectFrom("crawlCache")
      .select(["extract", "addresses", "contactPageUrl", "reachable", "hasCaptcha", "blocked"])
      .where("domain", "=", domain)
      .where("expiresAt", ">", now)
      .executeTakeFirst(),
  );
  if (known) return known;
  const { lookAt } = await import("./site.ts");
  const facts = await lookAt(domain);
  const kept = { ...facts, fetchedAt: now, expiresAt: new Date(now.getTime() + keptDays * 86_400_000) };
  await transaction((tx) =>
    tx
      .insertInto("crawlCache")
      .values({ id: newId("crawlCache"), domain, ...kept })
      .onConflict((conflict) => conflict.column("domain").doUpdateSet(kept))
      .execute(),
  );
  return facts;
}
