import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { announce, exhausted, locked, post } from "./books.ts";

/** What is paid for: an activity, or what a run without one is about. */
export type Work = { activityId: string } | { subject: { type: string; id: string } };

/** What one piece of work costs; each version of it is charged once, whatever is tried again. */
export type Charge = Work & {
  rateKey: string;
  /** Hundredths. */
  amount: number;
  version?: number;
};

const stillMs = 24 * 3_600_000;

/**
 * Holds the price of work before it is dispatched. What is held or was consumed for it is kept as it is.
 * @returns false when the effective balance is too small; nothing is held then
 */
export async function reserve(charge: Charge): Promise<boolean> {
  return transaction(async (tx) => {
    const balance = await locked(tx);
    if (await isCharged(tx, charge)) return true;
    const { rateKey, amount } = charge;
    if (balance.available - balance.reserved < amount) {
      await exhausted(tx, balance);
      return false;
    }
    const reservationId = newId("creditReservation");
    await tx
      .insertInto("creditReservations")
      .values({
        tenantId: tenant(),
        id: reservationId,
        rateKey,
        amount,
        status: "held",
        workKey: keyOf(charge),
        ...columnsOf(charge),
      })
      .execute();
    if (amount === 0) return true;
    const { activityId } = columnsOf(charge);
    const movement = {
      type: "reserved",
      from: "free",
      to: "held",
      amount,
      rateKey,
      reservationId,
      activityId,
    } as const;
    await announce(tx, await post(tx, balance, movement));
    return true;
  });
}

/**
 * Turns what is held for work into consumption, once; with `amount` (hundredths) or `share` (of 1) only so much of it, the rest is
 * given back.
 * @returns what was consumed; 0 when nothing is held
 */
export async function consume(
  use: Work & { runId: string; rateKey?: string; amount?: number; share?: number },
): Promise<number> {
  return transaction(async (tx) => {
    let balance = await locked(tx);
    let total = 0;
    for (const hold of await openHolds(tx, use)) {
      if (use.rateKey !== undefined && hold.rateKey !== use.rateKey) continue;
      const used = Math.min(hold.amount, use.amount ?? Math.round(hold.amount * (use.share ?? 1)));
      await settle(tx, hold.id, used > 0 ? "consumed" : "released");
      const { rateKey, activityId } = hold;
      const entry = { rateKey, activityId, reservationId: hold.id, runId: use.runId };
      if (used > 0)
        balance = await post(tx, balance, {
          type: "consumed",
          from: "held",
          to: "consumed",
          amount: used,
          ...entry,
          topup: -Math.min(balance.topup, used),
        });
      if (hold.amount > used)
        balance = await post(tx, balance, {
          type: "released",
          from: "held",
          to: "free",
          amount: hold.amount - used,
          ...entry,
        });
      total += used;
    }
    if (total > 0) await announce(tx, balance);
    return total;
  });
}

/** Gives back what is held for work, once. @returns hundredths given back */
export async function release(work: Work): Promise<number> {
  return transaction(async (tx) => {
    let balance = await locked(tx);
    let total = 0;
    for (const { id, amount, rateKey, activityId } of await openHolds(tx, work)) {
      await settle(tx, id, "released");
      if (amount === 0) continue;
      const entry = { rateKey, activityId, reservationId: id };
      balance = await post(tx, balance, { type: "released", from: "held", to: "free", amount, ...entry });
      total += amount;
    }
    if (total > 0) await announce(tx, balance);
    return total;
  });
}

/** Gives back what has been held for a day for work that nobody does. @returns how many holds ended */
export async function sweep(now: Date): Promise<number> {
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("creditReservations as r")
      .select(["r.activityId", "r.subjectType", "r.subjectId"])
      .where("r.tenantId", "=", tenant())
      .where("r.status", "=", "held")
      .where("r.createdAt", "<", new Date(now.getTime() - stillMs))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("agentRuns as n")
              .select("n.id")
              .whereRef("n.tenantId", "=", "r.tenantId")
              .where("n.status", "in", ["queued", "running", "waiting_callback"])
              .where((on) =>
                on.or([
                  on("n.activityId", "=", on.ref("r.activityId")),
                  on.and([
                    on("n.subjectType", "=", on.ref("r.subjectType")),
                    on("n.subjectId", "=", on.ref("r.subjectId")),
                  ]),
                ]),
              ),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("activities as a")
              .select("a.id")
              .whereRef("a.tenantId", "=", "r.tenantId")
              .whereRef("a.id", "=", "r.activityId")
              .where("a.status", "in", ["queued", "in_progress"]),
          ),
        ),
      )
      .limit(100)
      .execute();
    for (const { activityId, subjectType, subjectId } of rows)
      await release(activityId ? { activityId } : { subject: { type: subjectType ?? "", id: subjectId ?? "" } });
    return rows.length;
  });
}

function columnsOf(work: Work): { activityId: string | null; subjectType: string | null; subjectId: string | null } {
  if ("activityId" in work) return { activityId: work.activityId, subjectType: null, subjectId: null };
  return { activityId: null, subjectType: work.subject.type, subjectId: work.subject.id };
}

function keyOf(charge: Charge): string {
  const work = "activityId" in charge ? charge.activityId : `${charge.subject.type}:${charge.subject.id}`;
  return `${work}/${charge.rateKey}/${charge.version ?? 1}`;
}

async function isCharged(tx: Tx, charge: Charge): Promise<boolean> {
  const known = await tx
    .selectFrom("creditReservations")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("workKey", "=", keyOf(charge))
    .where("status", "!=", "released")
    .executeTakeFirst();
  if (known) return true;
  const held = await openHolds(tx, charge);
  return held.some((hold) => hold.rateKey === charge.rateKey);
}

async function openHolds(tx: Tx, work: Work) {
  const { activityId, subjectType, subjectId } = columnsOf(work);
  return tx
    .selectFrom("creditReservations")
    .select(["id", "amount", "rateKey", "activityId"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "held")
    .$if(activityId !== null, (rows) => rows.where("activityId", "=", activityId))
    .$if(activityId === null, (rows) => rows.where("subjectType", "=", subjectType).where("subjectId", "=", subjectId))
    .orderBy("id")
    .execute();
}

async function settle(tx: Tx, id: string, status: "consumed" | "released"): Promise<void> {
  await tx
    .updateTable("creditReservations")
    .set({ status, settledAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "held")
    .execute();
}
