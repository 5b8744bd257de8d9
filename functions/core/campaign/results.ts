import * as Effect from "#core/effect/index.ts";
import { require, tenant } from "#platform/actor.ts";
import {
  type AdAccount,
  type AdFigures,
  linkedinFigures,
  metaFigures,
  type Period,
} from "#platform/channel/ad-figures.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { type AdPlatform, type CampaignResult, CampaignResults, type MeasuredThing } from "#schema/campaign-results.ts";
import { newId } from "#schema/ids.ts";
import { askingResults } from "./asking-results.ts";
import { readLinked } from "./link.ts";
import { type Own, own, subject } from "./own.ts";

const dayMs = 86_400_000;

/** Where the figures of an optimiser's campaigns come from, where a platform tells them. */
const readers: Partial<
  Record<AgentName, { platform: AdPlatform; read(account: AdAccount, period: Period): Promise<AdFigures[]> }>
> = {
  "meta-ads-optimizer": { platform: "meta_ads", read: metaFigures },
  "linkedin-ads-optimizer": { platform: "linkedin_ads", read: linkedinFigures },
};

/** Figures that a person or another system brings; the same thing and day again takes their place. */
export async function record(campaignId: string, input: { results: unknown[] }): Promise<void> {
  require("campaign.decide_dm", "bring results of campaigns");
  const { results } = CampaignResults.parse(input);
  await transaction(async (tx) => {
    const row = await own(tx, campaignId);
    await keep(tx, campaignId, results);
    await Effect.audit("campaign.measured", subject(row), { after: { results: results.length } });
  });
}

/** What each thing of a campaign reached in the last days: what is counted here of mails, else what was measured. */
export async function read(campaignId: string, days: number): Promise<MeasuredThing[]> {
  require("campaign.read", "see results of campaigns");
  return transaction(async (tx) => {
    const row = await own(tx, campaignId, false);
    return (await things(tx, row, days)) as MeasuredThing[];
  });
}

/** What was measured of a campaign's things; of mails also what is counted here. */
export async function things(tx: Tx, { id, type }: Pick<Own, "id" | "type">, days: number) {
  const kept = await measured(tx, id, days);
  const isOutreach = type === "seo_outreach" || type === "email_outreach";
  const isAsking = type === "review_generation";
  const counted = isOutreach ? await outreachResults(tx, id) : isAsking ? await askingResults(tx, id) : [];
  const known = new Set(kept.map(({ kind, externalId }) => `${kind}/${externalId}`));
  return [...kept, ...counted.filter(({ kind, externalId }) => !known.has(`${kind}/${externalId}`))];
}

/** Reads what the platform measured in the window, and keeps it. Does nothing where the campaign is linked to none. */
export async function measure(agent: AgentName, campaignId: string, windowDays: number): Promise<void> {
  const reader = readers[agent];
  if (!reader) return;
  const to = new Date().toISOString().slice(0, 10);
  const from = new Date(Date.now() - windowDays * dayMs).toISOString().slice(0, 10);
  const found = await readLinked(campaignId, reader.platform, (account) => reader.read(account, { from, to }));
  await transaction((tx) =>
    keep(
      tx,
      campaignId,
      found.map((one) => ({ ...one, name: one.name.slice(0, 200), measuredOn: to })),
    ),
  );
}

/** What each thing of a campaign reached in the window. What a platform tells at once for the window counts once. */
async function measured(tx: Tx, campaignId: string, windowDays: number) {
  const since = new Date(Date.now() - windowDays * dayMs).toISOString().slice(0, 10);
  const rows = await tx
    .selectFrom("campaignResults")
    .select(["kind", "externalId", "name", "status", "budgetMinor", "bidMinor", "measuredOn"])
    .select(["reached", "answered", "won", "spentMinor"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("measuredOn", ">=", since)
    .orderBy("measuredOn")
    .execute();
  const linked = await tx
    .selectFrom("campaignExternalMappings")
    .select("platform")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("platform", "in", ["meta_ads", "linkedin_ads"])
    .executeTakeFirst();
  return [...Map.groupBy(rows, ({ kind, externalId }) => `${kind}/${externalId}`).values()].flatMap((all) => {
    const last = all.at(-1);
    if (!last) return [];
    const days = linked ? [last] : all;
    const sum = (of: (row: (typeof rows)[number]) => number | string) =>
      days.reduce((total, row) => total + Number(of(row)), 0);
    return [
      {
        ...{ kind: last.kind, externalId: last.externalId, name: last.name, status: last.status },
        budgetMinor: last.budgetMinor === null ? null : Number(last.budgetMinor),
        bidMinor: last.bidMinor === null ? null : Number(last.bidMinor),
        ...{ reached: sum((row) => row.reached), answered: sum((row) => row.answered) },
        ...{ won: sum((row) => row.won), spentMinor: sum((row) => row.spentMinor) },
      },
    ];
  });
}

/** What outreach reached: who was written to, by kind of site, who answered and who links now. */
async function outreachResults(tx: Tx, campaignId: string) {
  const rows = await tx
    .selectFrom("campaignEmails as e")
    .innerJoin("backlinks as b", (join) =>
      join.onRef("b.tenantId", "=", "e.tenantId").onRef("b.id", "=", "e.backlinkId"),
    )
    .select(["b.prospectType", "e.subject", "b.outreachStatus"])
    .where("e.tenantId", "=", tenant())
    .where("e.campaignId", "=", campaignId)
    .where("e.step", "=", 1)
    .where("e.status", "=", "sent")
    .where("e.deletedAt", "is", null)
    .execute();
  const answered = ["responded", "agreed", "published", "declined"];
  const figures = (some: typeof rows) => ({
    ...{ status: "active", budgetMinor: null, bidMinor: null, spentMinor: 0, reached: some.length },
    answered: some.filter(({ outreachStatus }) => answered.includes(outreachStatus ?? "")).length,
    won: some.filter(({ outreachStatus }) => outreachStatus === "published").length,
  });
  const types = [...Map.groupBy(rows, ({ prospectType }) => prospectType ?? "other")];
  return [
    ...types.map(([type, some]) => ({ kind: "prospect_type", externalId: type, name: type, ...figures(some) })),
    ...(rows.length > 0
      ? [{ kind: "pitch", externalId: "subject", name: "Subject line", text: rows[0]?.subject ?? "", ...figures(rows) }]
      : []),
  ];
}

async function keep(tx: Tx, campaignId: string, results: readonly CampaignResult[]): Promise<void> {
  for (const { kind, externalId, measuredOn, ...fresh } of results)
    await tx
      .insertInto("campaignResults")
      .values({
        ...{ tenantId: tenant(), id: newId("campaignResult"), campaignId, kind, externalId, measuredOn, ...fresh },
      })
      .onConflict((conflict) =>
        conflict
          .columns(["tenantId", "campaignId", "kind", "externalId", "measuredOn"])
          .doUpdateSet({ ...fresh, updatedAt: sql<Date>`now()` }),
      )
      .execute();
}
