import { websiteOf } from "#core/crawl/website.ts";
import { changeOf, rounded } from "#core/metric/figures.ts";
import {
  compared,
  lastDays,
  type MeasuredChannel,
  measuredDays,
  monthly,
  parts,
  type Span,
} from "#core/metric/read.ts";
import { crawlOf } from "#core/site-audit/crawl.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { type InsightAgent, type InsightPeriod, insightDaysMin, periodDays } from "#schema/insight.ts";
import { type Figure, lowerIsBetter, MeasuredType } from "#schema/metric.ts";

const recentDays = 28;
const dimensionsMax = 100;

/** What an agent judges a channel by. */
export interface Material {
  metrics: { name: string; month: string; value: number; unit: string }[];
  /** The newest four weeks beside the four before; of a site its last crawl beside the analysis before. */
  figures: Figure[];
  dimensions: { name: string; metric: string; value: number }[];
  /** What the figures come to, 0 to 100. */
  score: number;
}

/** A channel as its analysis knows it. */
export interface Judged {
  agent: InsightAgent;
  period: InsightPeriod;
  channel: { id: string; type: string; name: string };
}

/** The numbers of a channel for an analysis, or undefined when there are too few to say anything. */
export async function materialOf(tx: Tx, judged: Judged): Promise<Material | undefined> {
  const { agent, channel } = judged;
  if (agent === "website-insights") return ofSite(tx, channel.id);
  const type = MeasuredType.safeParse(channel.type);
  if (!type.success) return undefined;
  const span = lastDays(periodDays[judged.period]);
  if ((await measuredDays(tx, channel.id, span)) < insightDaysMin) return undefined;
  if (agent === "landing-page-insights") return ofLandingPages(tx, channel.id, span);
  const measured: MeasuredChannel = { ...channel, type: type.data };
  const figures = (await compared(tx, measured, lastDays(recentDays))).filter(({ current }) => current !== null);
  const dimensions = (await parts(tx, channel.id, span)).map(({ dimension: name, ...part }) => ({ name, ...part }));
  return { metrics: await monthly(tx, measured, span), figures, dimensions, score: scoreOf(figures) };
}

/** 0 to 100: sixty where nothing moved, more where the numbers go the right way. */
export function scoreOf(figures: readonly Figure[]): number {
  const changes = figures.flatMap(({ name, changePct }) =>
    changePct === null ? [] : [Math.max(-60, Math.min(60, changePct)) * (lowerIsBetter.has(name) ? -1 : 1)],
  );
  if (changes.length === 0) return 60;
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  return Math.max(0, Math.min(100, Math.round(60 + mean * 0.6)));
}

interface Visits {
  page: string;
  month: string;
  isRecent: boolean;
  isBefore: boolean;
  sessions: number;
  engaged: number;
  conversions: number;
}

async function ofLandingPages(tx: Tx, channelId: string, { from, to }: Span): Promise<Material | undefined> {
  const recent = lastDays(recentDays);
  const past = lastDays(recentDays * 2);
  const { rows } = await sql<Visits>`
    select dimension as page, to_char(metric_on, 'YYYY-MM') as month, metric_on >= ${recent.from}::date as is_recent,
      metric_on >= ${past.from}::date and metric_on < ${recent.from}::date as is_before,
      coalesce(sum(value) filter (where metric = 'sessions'), 0)::float8 as sessions,
      coalesce(sum(value) filter (where metric = 'engaged_sessions'), 0)::float8 as engaged,
      coalesce(sum(value) filter (where metric = 'conversions'), 0)::float8 as conversions
    from channel_metrics
    where tenant_id = ${tenant()} and channel_id = ${channelId} and dimension like 'page:%'
      and metric_on between ${from}::date and ${to}::date
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(tx);
  if (rows.length === 0) return undefined;
  const now = numbersOf(rows.filter(({ isRecent }) => isRecent));
  const before = numbersOf(rows.filter(({ isBefore }) => isBefore));
  const figures = Object.entries(now).map(([name, current]) => {
    const previous = before[name as keyof typeof before];
    const changePct = current === null ? null : changeOf(current, previous);
    return { name, unit: unitOf(name), current, previous, changePct };
  });
  const months = [...Map.groupBy(rows, ({ month }) => month)];
  const pages = [...Map.groupBy(rows, ({ page }) => page)].map(([page, of]) => ({ page, ...numbersOf(of) }));
  return {
    metrics: months.flatMap(([month, of]) =>
      Object.entries(numbersOf(of)).flatMap(([name, value]) =>
        value === null ? [] : [{ name, month, value, unit: unitOf(name) }],
      ),
    ),
    figures,
    dimensions: pages
      .toSorted((a, b) => (b.visits ?? 0) - (a.visits ?? 0))
      .flatMap(({ page: name, visits, conversion_rate }) => [
        { name, metric: "visits", value: visits ?? 0 },
        { name, metric: "conversion_rate", value: conversion_rate ?? 0 },
      ])
      .slice(0, dimensionsMax),
    score: scoreOf(figures),
  };
}

const unitOf = (name: string): Figure["unit"] => (name.endsWith("_rate") ? "percent" : "count");

function numbersOf(rows: readonly Visits[]) {
  const sum = (of: (row: Visits) => number) => rows.reduce((total, row) => total + of(row), 0);
  const [visits, engaged, conversions] = [
    sum((row) => row.sessions),
    sum((row) => row.engaged),
    sum((row) => row.conversions),
  ];
  const share = (part: number) => (visits === 0 ? null : rounded((part / visits) * 100));
  return {
    visits: rows.length === 0 ? null : visits,
    form_submissions: rows.length === 0 ? null : conversions,
    conversion_rate: share(conversions),
    bounce_rate: share(Math.max(0, visits - engaged)),
  };
}

async function ofSite(tx: Tx, channelId: string): Promise<Material | undefined> {
  const site = await websiteOf(tx, channelId);
  const crawl = await crawlOf(tx, site);
  if (!crawl) return undefined;
  const { rows } = await sql<{ words: number; links: number; marked: number }>`
    select coalesce(avg(word_count), 0)::float8 as words, coalesce(avg(links_in), 0)::float8 as links,
      coalesce(avg(case when cardinality(schema_types) > 0 then 100 else 0 end), 0)::float8 as marked
    from web_pages where tenant_id = ${tenant()} and channel_id = ${channelId} and removed_at is null`.execute(tx);
  const count = (severity: string) =>
    crawl.observations.filter((one) => one.severity === severity).reduce((sum, one) => sum + one.count, 0);
  const values: [string, Figure["unit"], number][] = [
    ["pages", "count", crawl.pages],
    ["words_per_page", "count", Math.round(rows[0]?.words ?? 0)],
    ["issues_critical", "count", count("critical")],
    ["issues_warning", "count", count("warning")],
    ["structured_data_share", "percent", rounded(rows[0]?.marked ?? 0)],
    ["internal_links_per_page", "ratio", rounded(rows[0]?.links ?? 0)],
  ];
  const earlier = await tx
    .selectFrom("channelInsights")
    .select("figures")
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("agent", "=", "website-insights")
    .where("status", "=", "done")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const known = new Map(((earlier?.figures ?? []) as unknown as Figure[]).map(({ name, current }) => [name, current]));
  return {
    metrics: values.map(([name, unit, value]) => ({ name, month: crawl.crawledOn.slice(0, 7), value, unit })),
    figures: values.map(([name, unit, current]) => {
      const previous = known.get(name) ?? null;
      return { name, unit, current, previous, changePct: changeOf(current, previous) };
    }),
    dimensions: crawl.observations.map(({ code, count: value }) => ({ name: `issue:${code}`, metric: "pages", value })),
    score: crawl.score,
  };
}
