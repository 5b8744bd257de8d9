import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { append, tipOf } from "#platform/live.ts";
import type { LiveFrame, LiveType } from "#schema/live.ts";
import { liveEvents } from "#schema/live.ts";
import { alone, batchMax, delivered, type OutboxRow, putOff, take } from "./rows.ts";

interface Publisher {
  /** Numbers the waiting events and appends them to the tenants' streams. @returns whether there may be more */
  drain(): Promise<boolean>;
  /** Makes the next drain compare streams and durable events anew: Redis was away or replaced. */
  distrust(): void;
}

const recentHours = 1;
/** The stream of what concerns no client. Its events are numbered by the clock and kept in Redis alone: they say "look again". */
const platform = "platform";

/**
 * The live lane. Numbering and delivery mark are one transaction, so a number is given once and never moves; the stream in
 * Redis only follows the numbered events. Whatever it missed - a crash between the two, an outage, a lost Redis - is appended from
 * the durable events by comparing their numbers with the stream's tip.
 */
export function livePublisher(): Publisher {
  const behind = new Set<string>();
  let trusted = false;

  const follow = async (): Promise<void> => {
    if (!trusted) {
      trusted = true;
      for (const tenantId of await recentlyActive()) behind.add(tenantId);
    }
    for (const tenantId of [...behind]) {
      await appendAll(await unseen(tenantId, await tipOf(tenantId)));
      behind.delete(tenantId);
    }
  };

  return {
    async drain() {
      await follow();
      const { frames, more } = await number();
      const byTenant = Map.groupBy(frames, (frame) => frame.tenantId);
      for (const tenantId of byTenant.keys()) behind.add(tenantId);
      await Promise.all(
        [...byTenant].map(async ([tenantId, fresh]) => {
          await publish(tenantId, fresh);
          behind.delete(tenantId);
        }),
      );
      return more;
    },
    distrust() {
      trusted = false;
    },
  };
}

// A gap before the first frame is what another relay numbered and did not append yet.
async function publish(tenantId: string, fresh: readonly LiveFrame[]): Promise<void> {
  if (tenantId === platform) return appendAll(fresh);
  const tip = await tipOf(tenantId);
  await appendAll((fresh[0]?.seq ?? 0) > tip + 1 ? await unseen(tenantId, tip) : fresh);
}

// All are on their way before the first answer: one connection keeps their order.
async function appendAll(frames: readonly LiveFrame[]): Promise<void> {
  await Promise.all(frames.map(append));
}

function number(): Promise<{ frames: LiveFrame[]; more: boolean }> {
  return asPlatform(async (tx) => {
    if (!(await alone(tx, "live"))) return { frames: [], more: false };
    const rows = await take(tx, ["live"]);
    const good: { row: OutboxRow; frame: LiveFrame }[] = [];
    const last = await lastNumbers(tx, rows);
    const held = new Set<string>();
    for (const row of rows) {
      const tenantId = row.tenantId ?? platform;
      if (held.has(tenantId)) continue;
      const problem = problemOf(row);
      if (problem) {
        held.add(tenantId);
        await putOff(tx, row, problem);
        continue;
      }
      const seq = (last.get(tenantId) ?? 0) + 1;
      last.set(tenantId, seq);
      good.push({
        row,
        frame: {
          seq,
          tenantId,
          type: row.name as LiveType,
          at: row.createdAt.toISOString(),
          data: (row.payload as { data: Record<string, unknown> }).data,
        },
      });
    }
    const durable = good.filter(({ frame }) => frame.tenantId !== platform);
    if (durable.length > 0)
      await tx
        .insertInto("tenantEvents")
        .values(
          durable.map(({ row, frame }) => ({
            tenantId: frame.tenantId,
            id: eventId(row.id),
            seq: frame.seq,
            type: frame.type,
            data: JSON.stringify(frame.data),
            actor: row.actor,
            createdAt: row.createdAt,
          })),
        )
        .execute();
    await delivered(
      tx,
      good.map(({ row }) => row.id),
    );
    return { frames: good.map(({ frame }) => frame), more: rows.length === batchMax };
  });
}

// A tenant's newest number is the first entry of its index, read backwards.
async function lastNumbers(tx: Tx, rows: readonly OutboxRow[]): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  if (rows.some((row) => row.tenantId === null)) last.set(platform, Math.max(await tipOf(platform), Date.now()));
  const ids = [...new Set(rows.flatMap((row) => row.tenantId ?? []))];
  if (ids.length === 0) return last;
  const found = await sql<{ tenantId: string; seq: number }>`
    select t.id as tenant_id, e.seq from unnest(${ids}::text[]) as t(id)
    cross join lateral (select seq from tenant_events where tenant_id = t.id order by seq desc limit 1) e`.execute(tx);
  for (const row of found.rows) last.set(row.tenantId, Number(row.seq));
  return last;
}

function problemOf(row: OutboxRow): string | null {
  if (!Object.hasOwn(liveEvents, row.name)) return `There is no live event ${row.name}.`;
  const { data } = row.payload as { data?: unknown };
  return typeof data === "object" && data !== null ? null : "The event has no data.";
}

// The event keeps the time-sorted part of its outbox row's id: the same row can never become two events.
function eventId(outboxId: string): string {
  return `evt_${outboxId.slice(outboxId.indexOf("_") + 1)}`;
}

function recentlyActive(): Promise<string[]> {
  return asPlatform(async (tx) => {
    const rows = await tx
      .selectFrom("outbox")
      .select("tenantId")
      .distinct()
      .where("kind", "=", "live")
      .where("deliveredAt", ">", new Date(Date.now() - recentHours * 3_600_000))
      .execute();
    return rows.flatMap((row) => (row.tenantId ? [row.tenantId] : []));
  });
}

async function unseen(tenantId: string, tip: number): Promise<LiveFrame[]> {
  const { rows } = await asPlatform((tx) =>
    sql<{ seq: number; type: LiveType; data: string; createdAt: Date }>`
      select seq, type, data::text as data, created_at from tenant_events
      where tenant_id = ${tenantId} and seq > ${tip} and created_at > now() - make_interval(hours => ${recentHours})
      order by seq limit 10000`.execute(tx),
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    tenantId,
    type: row.type,
    at: row.createdAt.toISOString(),
    data: JSON.parse(row.data) as Record<string, unknown>,
  }));
}
