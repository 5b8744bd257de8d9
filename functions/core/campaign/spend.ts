import { signedIn, withAccess } from "#core/channel/access.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { todayIn } from "#core/month/days.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { require, tenant } from "#platform/actor.ts";
import { type AdSpend, adSpend } from "#platform/channel/ad-campaigns.ts";
import { ChannelError } from "#platform/channel/types.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { type AdPlatform, spendMarks } from "#schema/campaign-results.ts";
import { amountOf, digitsOf } from "#schema/value.ts";
import { rest } from "./guard.ts";
import { changed, type Own, own, subject } from "./own.ts";

/** Platforms count by the hour at best. */
const restMs = 15 * 60_000;

interface Link {
  id: string;
  channelId: string;
  platform: AdPlatform;
  externalCampaignId: string;
}
type Period = { from: string; to: string };
type Reading = { id: string } & (AdSpend | { problem: string });

/** The clock's look at what platforms have charged for campaigns that run or rest. One that cannot be read keeps no other waiting. */
export async function guardSpend(now = new Date()): Promise<void> {
  for (const id of await transaction(linkedCampaigns)) {
    try {
      await lookAt(id, now);
    } catch (error) {
      log.error({ campaignId: id, error: error instanceof Error ? error.stack : String(error) }, "spend was not read");
    }
  }
}

/** Reads at a person's word what platforms have charged for a campaign; what was read a moment ago is not read again. */
export async function sync(campaignId: string): Promise<void> {
  require("campaign.decide_dm", "read what a campaign has cost");
  const now = new Date();
  const { spendSyncedAt } = await transaction(async (tx) => {
    await own(tx, campaignId, false);
    return tx
      .selectFrom("campaigns")
      .select("spendSyncedAt")
      .where("tenantId", "=", tenant())
      .where("id", "=", campaignId)
      .executeTakeFirstOrThrow();
  });
  if (!spendSyncedAt || now.getTime() - spendSyncedAt.getTime() >= restMs) await lookAt(campaignId, now);
}

/** Reads what a campaign has cost since it began, and does what follows from it: a word to people, or a rest. */
async function lookAt(campaignId: string, now: Date): Promise<void> {
  const { links, period } = await transaction((tx) => linksOf(tx, campaignId, now));
  if (links.length === 0) return;
  const readings = await Promise.all(links.map((link) => read(link, period)));
  await transaction((tx) => judge(tx, campaignId, readings, now));
}

async function read(link: Link, period: Period): Promise<Reading> {
  const { id, channelId, platform, externalCampaignId: campaignId } = link;
  const account = (await transaction((tx) => signedIn(tx, platform))).find((one) => one.id === channelId);
  if (!account) return { id, problem: "The ad account has to be connected again." };
  const { externalId: accountId, managerId } = account;
  try {
    const spend = await withAccess(channelId, (accessToken) =>
      adSpend(platform, { accountId, campaignId, accessToken, managerId }, period),
    );
    return { id, ...spend };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return { id, problem: error.message.slice(0, 400) };
  }
}

/** What was read once counts until something else is read: an account that is silent for a day makes nobody poorer. */
async function judge(tx: Tx, campaignId: string, readings: readonly Reading[], now: Date): Promise<void> {
  // Balance before campaign, as everywhere: one that rests lets ordered work go, and gives back what is held for it.
  await Credit.lock(tx);
  const row = await own(tx, campaignId);
  for (const { id, ...reading } of readings)
    await tx
      .updateTable("campaignExternalMappings")
      .set(
        "problem" in reading
          ? { syncError: reading.problem }
          : {
              ...{ spentMinor: reading.spentMinor, currency: reading.currency, externalStatus: reading.status },
              ...{ syncError: null, lastSyncedAt: now },
            },
      )
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
  if (readings.every((reading) => "problem" in reading)) return;
  const spentMinor = await chargedOf(tx, row);
  const marks = await tx
    .updateTable("campaigns")
    .set({ spentMinor, spendSyncedAt: now })
    .where("tenantId", "=", tenant())
    .where("id", "=", campaignId)
    .returning("spendMarks")
    .executeTakeFirstOrThrow();
  await changed(row);
  if (row.budgetMinor === null || (row.status !== "active" && row.status !== "paused")) return;
  const percent = (spentMinor / row.budgetMinor) * 100;
  const due = spendMarks.filter((mark) => percent >= mark && !marks.spendMarks.includes(mark));
  const isUsedUp = percent >= 100;
  const paused = isUsedUp ? await rest(tx, row, now) : "nothing";
  const highest = due.at(-1);
  if (highest === undefined) return;
  await tx
    .updateTable("campaigns")
    .set({ spendMarks: [...marks.spendMarks, ...due] })
    .where("tenantId", "=", tenant())
    .where("id", "=", campaignId)
    .execute();
  const { budgetMinor, currency } = row;
  const facts = { percent: highest, spentMinor, budgetMinor };
  await Effect.audit("campaign.spend_threshold_crossed", subject(row), { after: facts });
  const money = (minor: number) => `${currency} ${amountOf(minor, currency ?? "").toFixed(digitsOf(currency ?? ""))}`;
  await Effect.notify(
    `campaign.budget_${highest}`,
    { type: "campaign", id: campaignId },
    {
      ...{ title: row.name, percent: String(highest), spent: money(spentMinor), budget: money(budgetMinor) },
      ...(paused === "covered" ? { pausing: "yes" } : paused === "uncovered" ? { byHand: "yes" } : {}),
    },
  );
}

/** What its platforms have charged in the currency of its budget; of other currencies nobody knows what they are worth here. */
async function chargedOf(tx: Tx, { id, currency }: Own): Promise<number> {
  const rows = await tx
    .selectFrom("campaignExternalMappings")
    .select(["spentMinor", "currency"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", id)
    .where("spentMinor", "is not", null)
    .execute();
  return rows
    .filter((row) => currency === null || row.currency === null || row.currency === currency)
    .reduce((sum, { spentMinor }) => sum + Number(spentMinor), 0);
}

async function linkedCampaigns(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("campaigns as c")
    .innerJoin("campaignExternalMappings as m", (join) =>
      join.onRef("m.tenantId", "=", "c.tenantId").onRef("m.campaignId", "=", "c.id"),
    )
    .select("c.id")
    .distinct()
    .where("c.tenantId", "=", tenant())
    .where("c.status", "in", ["active", "paused"])
    .where("c.deletedAt", "is", null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Its campaigns at platforms, and the days they are asked about: one that was begun before its day costs from then on. */
async function linksOf(tx: Tx, campaignId: string, now: Date): Promise<{ links: Link[]; period: Period }> {
  const { createdAt, startsOn } = await tx
    .selectFrom("campaigns")
    .select(["createdAt", "startsOn"])
    .where("tenantId", "=", tenant())
    .where("id", "=", campaignId)
    .executeTakeFirstOrThrow();
  const links = await tx
    .selectFrom("campaignExternalMappings")
    .select(["id", "channelId", "platform", "externalCampaignId"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .orderBy("id")
    .execute();
  const zone = await zoneOf(tx);
  const made = todayIn(zone, createdAt);
  const from = startsOn && startsOn < made ? startsOn : made;
  return { links: links as Link[], period: { from, to: todayIn(zone, now) } };
}
