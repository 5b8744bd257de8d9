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
  const totals = { now: nothing(), before: nothing() };
  for (const channel of await measuredChannels(tx)) {
    const platform = AdPlatform.safeParse(channel.type);
    if (!platform.success) continue;
    const [current, previous] = [await spendingOf(tx, channel.id, now), await spendingOf(tx, channel.id, before)];
    for (const [dimension, spent] of current)
      campaigns.push({
        ...{ externalId: `${channel.id}/${dimension}`, platform: platform.data, account: channel.name },
        ...{ name: dimension.slice(prefix.length), ...spent, previous: previous.get(dimension) ?? nothing() },
      });
    const values = new Map((await compared(tx, channel, now)).map((figure) => [figure.name, figure]));
    for (const [key, side] of [
      ["now", "current"],
      ["before", "previous"],
    ] as const) {
      const value = (name: string) => values.get(name)?.[side] ?? 0;
      const results = value("conversions") + value("leads");
      const sum = { impressions: value("impressions"), clicks: value("clicks"), cost: value("cost"), results };
      totals[key] = joined(totals[key], sum);
    }
  }
  const dearest = campaigns
    .filter(({ cost }) => cost > 0)
    .toSorted((a, b) => b.cost - a.cost || (a.externalId < b.externalId ? -1 : 1));
  return { campaigns: dearest.slice(0, campaignsMax), total: totals.now, previousTotal: totals.before };
}

async function spendingOf(tx: Tx, channelId: string, span: Span): Promise<Map<string, Spending>> {
  const found = (await parts(tx, channelId, span)).filter(({ dimension }) => dimension.startsWith(prefix));
  const byCampaign = Map.groupBy(found, ({ dimension }) => dimension);
  return new Map(
    [...byCampaign].map(([dimension, rows]) => {
      const value = (name: string) => rows.find(({ metric }) => metric === name)?.value ?? 0;
      const results = value("conversions") + value("leads");
      return [
        dimension,
        joined(nothing(), { impressions: value("impressions"), clicks: value("clicks"), cost: value("cost"), results }),
      ];
    }),
  );
}

function joined(a: Spending, b: Omit<Spending, "costPerResult">): Spending {
  const sum = {
    impressions: rounded(a.impressions + b.impressions),
    clicks: rounded(a.clicks + b.clicks),
    cost: rounded(a.cost + b.cost),
    results: rounded(a.results + b.results),
  };
  return { ...sum, costPerResult: sum.results > 0 ? rounded(sum.cost / sum.results) : null };
}

const nothing = (): Spending => ({ impressions: 0, clicks: 0, cost: 0, results: 0, costPerResult: null });
