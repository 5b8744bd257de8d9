import { lastDays, measuredChannels } from "#core/metric/read.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";

const days = 28;

/** A search that the client's site is shown for, or one of its pages as a search engine shows it, with the sums of the last four weeks. */
export interface Shown {
  name: string;
  impressions: number;
  clicks: number;
  /** Mean place in the results, from 1. */
  position: number;
}

/** What the search console counted of queries or pages, those shown most first; empty where it is not connected. */
export async function shown(tx: Tx, part: "query" | "page", limit: number): Promise<Shown[]> {
  const channel = (await measuredChannels(tx)).find(({ type }) => type === "google_search_console");
  if (!channel) return [];
  const { from, to } = lastDays(days);
  const rows = await tx
    .selectFrom("channelMetrics")
    .select("dimension")
    .select([
      sql<number | null>`sum(value) filter (where metric = 'impressions')`.as("impressions"),
      sql<number | null>`sum(value) filter (where metric = 'clicks')`.as("clicks"),
      sql<number | null>`avg(value) filter (where metric = 'position')`.as("position"),
    ])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channel.id)
    .where("dimension", "like", `${part}:%`)
    .where("metricOn", ">=", from)
    .where("metricOn", "<=", to)
    .groupBy("dimension")
    .orderBy("impressions", (by) => by.desc().nullsLast())
    .orderBy("dimension")
    .limit(limit)
    .execute();
  return rows.map(({ dimension, impressions, clicks, position }) => ({
    name: dimension.slice(part.length + 1),
    impressions: Number(impressions ?? 0),
    clicks: Number(clicks ?? 0),
    position: Math.round(Number(position ?? 100) * 10) / 10,
  }));
}
