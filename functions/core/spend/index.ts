import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { microsPerMinor } from "#schema/spend.ts";
import { capOf, dayOf, locked, monthOf, post, type Source, warn } from "./balance.ts";

/** A call that may not be made: it would pass the limit of its run, or a cap that another month or a higher cap lifts. */
export interface Refusal {
  code: "cost_limit" | "spend_cap";
  message: string;
  /** What the call may cost, in minor units. */
  neededMinor: number;
}

/** Work without a run that made no call for so long has ended, or goes on another time. */
const idleMs = 60 * 60_000;

export type { Source } from "./balance.ts";

type Call = Source & {
  /** The call's own id: a repeat holds and measures nothing twice. */
  callId: string;
  /** Millionths of the currency of caps. */
  micros: number;
};

/**
 * Holds what a call may cost at most, before it is made: against the limit of its run (minor units), the client's month and the
 * day of the platform. The transaction must commit whatever the answer is: a refusal leaves its notice.
 * @returns why the call may not be made, or null
 */
export async function hold(tx: Tx, call: Call & { runLimitMinor: number | null }): Promise<Refusal | null> {
  const amountMinor = minorOf(call.micros);
  if (amountMinor === 0) return null;
  const { callId, runLimitMinor } = call;
  const source = sourceOf(call);
  const day = dayOf(new Date());
  const balance = await locked(tx, monthOf(day));
  if (await holdOf(tx, source, callId)) return null;
  const refused = (code: Refusal["code"], message: string) => ({ code, message, neededMinor: amountMinor });
  const limitMicros = runLimitMinor === null ? null : runLimitMinor * microsPerMinor;
  if (limitMicros !== null && costOf(await holdsOf(tx, source)) + amountMinor * microsPerMinor > limitMicros)
    return refused("cost_limit", "The call could cost more than one run of this agent may.");
  if (balance.spentMinor + balance.heldMinor + amountMinor > balance.capMinor) {
    await warn(tx, balance, true);
    return refused("spend_cap", "The call would pass the client's monthly cap for provider cost.");
  }
  if (!(await takeOfPlatform(tx, day, amountMinor, false)))
    return refused("spend_cap", "The call would pass what the platform may cost in a day.");
  const holdId = newId("spendHold");
  await tx
    .insertInto("spendHolds")
    .values({ tenantId: tenant(), id: holdId, ...source, callId, day, amountMinor, status: "held" })
    .execute();
  await post(tx, { type: "reserved", from: "budget", to: "held", amountMinor, day, ...source, holdId });
  await warn(tx, { ...balance, heldMinor: balance.heldMinor + amountMinor });
  return null;
}

/** Says what a call has really cost; what was held beyond it is free again. Once: a repeat changes nothing. */
export async function measure(tx: Tx, { callId, micros, ...of }: Call): Promise<void> {
  const source = sourceOf(of);
  const find = () => holdOf(tx, source, callId);
  const found = await find();
  if (!found && micros === 0) return;
  const known = found ?? (await unforeseen(tx, { source, callId, find }));
  const { day, id: holdId } = known;
  await locked(tx, monthOf(day));
  if ((await find())?.status !== "held") return;
  const before = await measuredIn(tx, source, monthOf(day));
  const surplus = known.amountMinor + minorOf(before) - minorOf(before + micros);
  await tx
    .updateTable("spendHolds")
    .set({ status: "measured", costMicros: micros })
    .where("tenantId", "=", tenant())
    .where("id", "=", holdId)
    .execute();
  const entry = { day, ...source, holdId };
  if (surplus > 0) await post(tx, { type: "released", from: "held", to: "budget", amountMinor: surplus, ...entry });
  if (surplus >= 0) return;
  await takeOfPlatform(tx, day, -surplus, true);
  const note = "More than the upper bound of the call";
  await post(tx, { type: "reserved", from: "budget", to: "held", amountMinor: -surplus, ...entry, note });
}

/**
 * Settles a run that has ended, or stops for a while: what its calls have cost, rounded up to minor units once, is spent. A call
 * whose answer was lost may have been charged, so it counts with all that was held for it.
 * @returns the cost of the run so far, in millionths
 */
export async function close(tx: Tx, runId: string): Promise<number> {
  return closeOf(tx, { runId });
}

/** Settles work that no run does, as `close` does a run. */
export async function closeWork(tx: Tx, workId: string): Promise<void> {
  await closeOf(tx, { workId });
}

async function closeOf(tx: Tx, source: Source): Promise<number> {
  const first = await holdsOf(tx, source);
  const days = first.filter(({ status }) => status !== "settled").map(({ day }) => day);
  if (days.length === 0) return costOf(first);
  for (const month of [...new Set(days.map(monthOf))].toSorted()) await locked(tx, month);
  const open = (await holdsOf(tx, source)).filter(({ status }) => status !== "settled");
  for (const [month, holds] of Map.groupBy(open, ({ day }) => monthOf(day))) {
    const lost = holds.filter(({ status }) => status === "held");
    const measured = holds.filter(({ status }) => status === "measured");
    const amountMinor = minorOf(costOf(measured)) + lost.reduce((sum, one) => sum + one.amountMinor, 0);
    const day = holds.at(-1)?.day ?? month;
    const note = lost.length > 0 ? `${lost.length} calls without an answer count in full` : undefined;
    if (amountMinor > 0)
      await post(tx, {
        type: "settled",
        from: "held",
        to: "spent",
        amountMinor,
        day,
        ...source,
        ...(note ? { note } : {}),
      });
  }
  await tx
    .updateTable("spendHolds")
    .set((eb) => ({
      status: "settled",
      costMicros: eb.fn.coalesce("costMicros", eb("amountMinor", "*", microsPerMinor)),
    }))
    .where("tenantId", "=", tenant())
    .where(ofSource(source))
    .where("status", "!=", "settled")
    .execute();
  return costOf(await holdsOf(tx, source));
}

/** Settles runs that are over and left holds behind. @returns how many */
export async function sweep(tx: Tx): Promise<number> {
  const rows = await tx
    .selectFrom("spendHolds as h")
    .innerJoin("agentRuns as r", (join) => join.onRef("r.tenantId", "=", "h.tenantId").onRef("r.id", "=", "h.runId"))
    .select("h.runId")
    .distinct()
    .where("h.tenantId", "=", tenant())
    .where("h.status", "!=", "settled")
    .where("r.status", "in", ["success", "error", "cancelled"])
    .limit(100)
    .execute();
  for (const { runId } of rows) if (runId) await close(tx, runId);
  const idle = await tx
    .selectFrom("spendHolds")
    .select("workId")
    .where("tenantId", "=", tenant())
    .where("workId", "is not", null)
    .where("status", "!=", "settled")
    .groupBy("workId")
    .having((eb) => eb(eb.fn.max("updatedAt"), "<", new Date(Date.now() - idleMs)))
    .limit(100)
    .execute();
  for (const { workId } of idle) if (workId) await closeWork(tx, workId);
  return rows.length;
}

/** Whether a call that may cost so much (minor units) fits into the client's month and the platform's day now. */
export async function hasRoom(tx: Tx, neededMinor: number): Promise<boolean> {
  const day = dayOf(new Date());
  const used = await tx
    .selectFrom("spendBalances")
    .select(["spentMinor", "heldMinor"])
    .where("tenantId", "=", tenant())
    .where("month", "=", monthOf(day))
    .executeTakeFirst();
  if ((used?.spentMinor ?? 0) + (used?.heldMinor ?? 0) + neededMinor > (await capOf(tx))) return false;
  const { rows } = await sql<{ left: number | null }>`select platform_budget_left(${day}) as "left"`.execute(tx);
  const left = rows[0]?.left ?? null;
  return left === null || left >= neededMinor;
}

type Hold = Awaited<ReturnType<typeof holdsOf>>[number];

async function holdsOf(tx: Tx, source: Source) {
  return tx
    .selectFrom("spendHolds")
    .select(["id", "callId", "day", "amountMinor", "costMicros", "status"])
    .where("tenantId", "=", tenant())
    .where(ofSource(source))
    .orderBy("id")
    .execute();
}

async function holdOf(tx: Tx, source: Source, callId: string): Promise<Hold | undefined> {
  return tx
    .selectFrom("spendHolds")
    .select(["id", "callId", "day", "amountMinor", "costMicros", "status"])
    .where("tenantId", "=", tenant())
    .where(ofSource(source))
    .where("callId", "=", callId)
    .executeTakeFirst();
}

/** What the calls of a month have cost that are measured and not settled, added up where they stand: a day's searches are many. */
async function measuredIn(tx: Tx, source: Source, month: string): Promise<number> {
  const { micros } = await tx
    .selectFrom("spendHolds")
    .select(sql<number>`coalesce(sum(cost_micros), 0)::float8`.as("micros"))
    .where("tenantId", "=", tenant())
    .where(ofSource(source))
    .where("status", "=", "measured")
    .where(sql<boolean>`to_char(day, 'YYYY-MM-01') = ${month}`)
    .executeTakeFirstOrThrow();
  return micros;
}

function sourceOf({ runId, workId }: Source): Source {
  return runId === undefined ? { workId: workId ?? "" } : { runId };
}

function ofSource({ runId, workId }: Source) {
  return runId === undefined ? sql<boolean>`work_id = ${workId}` : sql<boolean>`run_id = ${runId}`;
}

// What was measured counts as it is, what is open with all that is held for it.
function costOf(holds: readonly Hold[]): number {
  return holds.reduce((sum, { costMicros, amountMinor }) => sum + (costMicros ?? amountMinor * microsPerMinor), 0);
}

function minorOf(micros: number): number {
  return Math.ceil(micros / microsPerMinor);
}

// A call that looked free and was not.
async function unforeseen(
  tx: Tx,
  { source, callId, find }: { source: Source; callId: string; find: () => Promise<Hold | undefined> },
): Promise<Hold> {
  const day = dayOf(new Date());
  await locked(tx, monthOf(day));
  const known = await find();
  if (known) return known;
  const row = { id: newId("spendHold"), callId, day, amountMinor: 0, status: "held" };
  await tx
    .insertInto("spendHolds")
    .values({ tenantId: tenant(), ...source, ...row })
    .execute();
  return { ...row, costMicros: null };
}

async function takeOfPlatform(tx: Tx, day: string, amountMinor: number, isForced: boolean): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean;
  }>`select take_platform_budget(${day}, ${amountMinor}, ${isForced}) as taken`.execute(tx);
  return rows[0]?.taken === true;
}
