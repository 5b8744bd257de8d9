import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { windowDaysDefault } from "#schema/campaign-results.ts";
import { AppError } from "#schema/errors.ts";
import { optimisersOf, orderBatch } from "./optimise.ts";
import { orderOn } from "./order.ts";
import type { Own } from "./own.ts";
import { expireBatches } from "./recommend.ts";

/** The week's look at campaigns at work: what people typed is judged, and where the client wants it, changes are looked for. */
export async function steer(now = new Date()): Promise<void> {
  await transaction((tx) => expireBatches(tx, now));
  const { active, searched } = await transaction(atWork);
  for (const id of searched) await attempt(id, (tx) => orderOn(tx, "search-term-classifier", id));
  for (const row of active.filter(({ autoPilot }) => autoPilot))
    for (const agent of optimisersOf(row))
      await attempt(row.id, (tx) => orderBatch(tx, row.id, agent, windowDaysDefault));
}

async function atWork(tx: Tx) {
  const rows = await tx
    .selectFrom("campaigns")
    .select(["id", "type", "channels", "autoPilot"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "active")
    .where("deletedAt", "is", null)
    .execute();
  const active = rows as unknown as Pick<Own, "id" | "type" | "channels" | "autoPilot">[];
  const links = await tx
    .selectFrom("campaignExternalMappings")
    .select("campaignId")
    .distinct()
    .where("tenantId", "=", tenant())
    .where("platform", "=", "google_ads")
    .execute();
  const ids = new Set(active.map(({ id }) => id));
  return { active, searched: links.map(({ campaignId }) => campaignId).filter((id) => ids.has(id)) };
}

// What is forbidden now, for want of credits say, keeps no other campaign waiting.
async function attempt(campaignId: string, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  try {
    await transaction(work);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.info({ campaignId, code: error.code }, "a campaign was not looked at this week");
  }
}
