import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { NurtureStep } from "#schema/nurture.ts";

/** The steps of a version of a sequence, in order. */
export async function stepsOf(
  tx: Tx,
  sequenceId: string,
  version: number,
): Promise<(NurtureStep & { stepOrder: number })[]> {
  const rows = await tx
    .selectFrom("leadNurtureSteps")
    .select(["stepOrder", "channel", "delayHours", "body"])
    .where("tenantId", "=", tenant())
    .where("sequenceId", "=", sequenceId)
    .where("version", "=", version)
    .orderBy("stepOrder")
    .execute();
  return rows.map((row) => ({ ...row, channel: row.channel as NurtureStep["channel"] }));
}

/** The lead's place in a sequence that it follows now, held. */
export async function followed(tx: Tx, leadId: string) {
  return tx
    .selectFrom("leadNurtureEnrollments")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("status", "in", ["active", "paused"])
    .forUpdate()
    .executeTakeFirst();
}

export type Row = NonNullable<Awaited<ReturnType<typeof followed>>>;

/** So many hours after a moment. */
export const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);
