import { rounded } from "#core/metric/figures.ts";
import { compared, measuredChannels, parts, type Span } from "#core/metric/read.ts";
import type { Tx } from "#platform/db.ts";
import { AdPlatform } from "#schema/ads-analysis.ts";

const campaignsMax = 100;
const prefix = "campaign:";

/** What a paid campaign cost and brought in a time. Results are conversions, or leads where the platform counts those. */
export interface Spending {
  impressions: number;
  clicks: number;
  cost: number;
  results: number;
  /** Null without a result. */
  costPerResult: number | null;
  /** Clicks of a hundred impressions; null without any. */
  ctrPct: number | null;
  /** What the results were worth for each unit of cost; null where no worth was counted. */
  roas: number | null;
}

interface Counted extends Pick<Spending, "impressions" | "clicks" | "cost" | "results"> {
  worth: number;
}

export interface AdCampaign extends Spending {
  externalId: string;
  platform: AdPlatform;
  account: string;
  name: string;
  previous: Spending;
}

/** The campaigns of all ad accounts, the dearest first, each beside the time before; and all of them together. */
export async function adCampaigns(
  tx: Tx,
  now: Span,
  before: Span,
): Promise<{ campaigns: AdCampaign[]; total: Spending; previousTotal: Spending }> {
  const campaigns: AdCampaign[] = [];
  const totals = { now: zero, before: zero };
  for (const channel of await measuredChannels(tx)) {
    const platform = AdPlatform.safeParse(channel.type);
    if (!platform.success) continue;
    const [current, previous] = [await spendingOf(tx, channel.id, now), await spendingOf(tx, channel.id, before)];
    for (const [dimension, spent] of current)
      campaigns.push({
        ...{ externalId: `${channel.id}/${dimension}`, platform: platform.data, account: channel.name },
        ...{ name: dimension.slice(prefix.length), ...spent, previous: previous.get(dimension) ?? shaped(zero) },
      });
    const values = new Map((await compared(tx, channel, now)).map((figure) => [figure.name, figure]));
    for (const [key, side] of [
      ["now", "current"],
      ["before", "previous"],
    ] as const) {
      totals[key] = joined(
        totals[key],
        countedOf((name) => values.get(name)?.[side] ?? 0),
      );
    }
  }
  const dearest = campaigns
    .filter(({ cost }) => cost > 0)
    .toSorted((a, b) => b.cost - a.cost || (a.externalId < b.externalId ? -1 : 1));
  return { campaigns: dearest.slice(0, campaignsMax), total: shaped(totals.now), previousTotal: shaped(totals.before) };
}

async function spendingOf(tx: Tx, channelId: string, span: Span): Promise<Map<string, Spending>> {
  const found = (await parts(tx, channelId, span)).filter(({ dimension }) => dimension.startsWith(prefix));
  const byCampaign = Map.groupBy(found, ({ dimension }) => dimension);
  return new Map(
    [...byCampaign].map(([dimension, rows]) => {
      const value = (name: string) => rows.find(({ metric }) => metric === name)?.value ?? 0;
      return [dimension, shaped(countedOf(value))];
    }),
  );
}

function countedOf(value: (name: string) => number): Counted {
  return {
    ...{ impressions: value("impressions"), clicks: value("clicks"), cost: value("cost") },
    ...{ results: value("conversions") + value("leads"), worth: value("conversion_value") },
  };
}

const zero: Counted = { impressions: 0, clicks: 0, cost: 0, results: 0, worth: 0 };

function joined(a: Counted, b: Counted): Counted {
  return {
    impressions: a.impressions + b.impressions,
    clicks: a.clicks + b.clicks,
    cost: a.cost + b.cost,
    results: a.results + b.results,
    worth: a.worth + b.worth,
  };
}

function shaped({ impressions, clicks, cost, results, worth }: Counted): Spending {
  return {
    ...{ impressions: rounded(impressions), clicks: rounded(clicks), cost: rounded(cost), results: rounded(results) },
    costPerResult: results > 0 ? rounded(cost / results) : null,
    ctrPct: impressions > 0 ? rounded((clicks / impressions) * 100) : null,
    roas: cost > 0 && worth > 0 ? rounded(worth / cost) : null,
  };
}
