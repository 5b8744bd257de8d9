import * as Effect from "#core/effect/index.ts";
import { passesDevFilter } from "#core/notification/dev-filter.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { locked, subjectOf } from "./index.ts";

/** Mails a report as PDF. The same report goes to an address once. @throws request.illegal_transition before it is ready */
export async function send(id: string, to: readonly string[]): Promise<void> {
  require("report.generate", "send reports");
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.status !== "ready")
      throw new AppError("request.illegal_transition", `${row.label} is not ready. Wait until it is written.`);
    await mail(tx, row, to);
  });
}

/** Mails a report that is ready to whom its standing order names; others are nobody's yet. */
export async function sendReady(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.status !== "ready" || !row.reportScheduleId) return;
  const schedule = await tx
    .selectFrom("reportSchedules")
    .select("recipients")
    .where("tenantId", "=", tenant())
    .where("id", "=", row.reportScheduleId)
    .executeTakeFirst();
  await mail(tx, row, schedule?.recipients ?? []);
}

async function mail(tx: Tx, row: { id: string; label: string }, to: readonly string[]): Promise<void> {
  const sent: string[] = [];
  for (const address of to) {
    const isHeld = !passesDevFilter(address);
    const made = await tx
      .insertInto("notificationDeliveries")
      .values({
        ...{ tenantId: tenant(), id: newId("delivery"), event: "report.ready", address, channel: "email" },
        ...{ templateSlug: "report-sent", risk: "low", data: JSON.stringify({ title: row.label }) },
        ...{ subjectType: "report", subjectId: row.id, dedupeKey: sha256(`report|${row.id}|${address}`) },
        ...(isHeld ? { status: "skipped", reason: "dev_filter", finalAt: new Date() } : { status: "queued" }),
      })
      .onConflict((conflict) => conflict.columns(["tenantId", "dedupeKey"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made || isHeld) continue;
    sent.push(address);
    await Effect.job("notifications__email", { deliveryId: made.id });
  }
  if (sent.length > 0) await Effect.audit("report.sent", subjectOf(row), { after: { recipients: sent.length } });
}
