import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { type ChannelAnalytics, type Figure, MeasuredType, metricsOf } from "#schema/metric.ts";
import { compare, type Day, namesOf, valuesOf } from "./figures.ts";

const dayMs = 86_400_000;
const daysMax = 400;
const partsMax = 100;

/** A time as first and last day. */
export interface Span {
  from: string;
  to: string;
}

/** A channel whose numbers are kept. */
export interface MeasuredChannel {
  id: string;
  type: MeasuredType;
  name: string;
}

/** The numbers of a channel for a time, day by day and beside the same time before. */
export async function analytics(channelId: string, span: Span): Promise<ChannelAnalytics> {
  require("channel.read", "see the numbers of channels");
  const days = lengthOf(span);
  if (days < 1 || days > daysMax)
    throw new AppError("request.validation_failed", `Ask for 1 to ${daysMax} days.`, {
      fields: [{ path: "to", rule: "custom", message: `must be 0 to ${daysMax - 1} days after from` }],
    });
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("connectedChannels")
      .select(["id", "type", "lastSyncAt", "syncErrorCode"])
      .where("tenantId", "=", tenant())
      .where("id", "=", channelId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    const type = MeasuredType.safeParse(row?.type);
    if (!row || !type.success) throw notFound("Channel", channelId);
    const now = await daysOf(tx, channelId, span);
    const figures = compare(type.data, now, await daysOf(tx, channelId, before(span)));
    const listed = Array.from({ length: days }, (_, at) => dayAfter(span.from, at));
    const series = Object.keys(metricsOf[type.data].measured).map((name) => {
      const values = new Map(now.filter(({ metric }) => metric === name).map(({ on, value }) => [on, value]));
      return { name, days: listed.map((on) => ({ on, value: values.get(on) ?? null })) };
    });
    const { lastSyncAt, syncErrorCode } = row;
    return {
      ...{ channelId, type: type.data, from: span.from, to: span.to, lastSyncAt: iso(lastSyncAt) },
      ...{ syncErrorCode: syncErrorCode as ChannelAnalytics["syncErrorCode"], figures, series },
    };
  });
}

/** The channels of the tenant whose numbers are kept, the oldest first. */
export async function measuredChannels(tx: Tx): Promise<MeasuredChannel[]> {
  const rows = await tx
    .selectFrom("connectedChannels")
    .select(["id", "type", "name"])
    .where("tenantId", "=", tenant())
    .where("type", "in", MeasuredType.options)
    .where("status", "in", ["connected", "needs_reconnect", "paused"])
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, type: row.type as MeasuredType }));
}

/** What one channel counted in a time, beside the time of the same length before it. */
export async function compared(tx: Tx, { id, type }: MeasuredChannel, span: Span): Promise<Figure[]> {
  return compare(type, await daysOf(tx, id, span), await daysOf(tx, id, before(span)));
}

/** What one channel counted in each month of a time, e.g. `{ name: "clicks", month: "2026-05", value: 812, unit: "count" }`. */
export async function monthly(tx: Tx, { id, type }: MeasuredChannel, span: Span) {
  const months = Map.groupBy(await daysOf(tx, id, span), ({ on }) => on.slice(0, 7));
  return [...months].flatMap(([month, days]) => {
    const values = valuesOf(type, days);
    return namesOf(type).flatMap(([name, unit]) => {
      const value = values.get(name);
      return value === undefined ? [] : [{ name, month, value, unit }];
    });
  });
}

/** The parts of a channel (queries, pages, sources, campaigns) with their sums over a time, the largest first. */
export async function parts(tx: Tx, channelId: string, { from, to }: Span) {
  const rows = await tx
    .selectFrom("channelMetrics")
    .select((eb) => ["dimension", "metric", eb.fn.sum<number>("value").as("value")])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("dimension", "!=", "")
    .where("metric", "!=", "position")
    .where("metricOn", ">=", from)
    .where("metricOn", "<=", to)
    .groupBy(["dimension", "metric"])
    .orderBy("value", "desc")
    .orderBy("dimension")
    .orderBy("metric")
    .limit(partsMax)
    .execute();
  return rows.map((row) => ({ ...row, value: Number(row.value) }));
}

/** On how many days of a time anything was measured. */
export async function measuredDays(tx: Tx, channelId: string, { from, to }: Span): Promise<number> {
  const { days } = await tx
    .selectFrom("channelMetrics")
    .select((eb) => eb.fn.count<number>("metricOn").distinct().as("days"))
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("dimension", "=", "")
    .where("metricOn", ">=", from)
    .where("metricOn", "<=", to)
    .executeTakeFirstOrThrow();
  return Number(days);
}

/** The days of a channel as a whole. */
export async function daysOf(tx: Tx, channelId: string, { from, to }: Span): Promise<Day[]> {
  const rows = await tx
    .selectFrom("channelMetrics")
    .select(["metricOn", "metric", "value"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("dimension", "=", "")
    .where("metricOn", ">=", from)
    .where("metricOn", "<=", to)
    .orderBy("metricOn")
    .execute();
  return rows.map(({ metricOn: on, metric, value }) => ({ on, metric, value: Number(value) }));
}

/** The time of the same length that ends the day before. */
export function before(span: Span): Span {
  return { from: dayAfter(span.from, -lengthOf(span)), to: dayAfter(span.from, -1) };
}

/** The last so many whole days. */
export function lastDays(days: number, now = new Date()): Span {
  const today = now.toISOString().slice(0, 10);
  return { from: dayAfter(today, -days), to: dayAfter(today, -1) };
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

function lengthOf({ from, to }: Span): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}
