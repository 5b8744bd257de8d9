import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { NurtureStep } from "#schema/nurture.ts";

type Step = NurtureStep & { stepOrder: number };

/** The steps of a version of a sequence, in order. */
export async function stepsOf(tx: Tx, sequenceId: string, version: number): Promise<Step[]> {
  return (await stepsOfEach(tx, [sequenceId]))(sequenceId, version);
}

/** As `stepsOf`, of many sequences at once. */
export async function stepsOfEach(
  tx: Tx,
  sequenceIds: readonly string[],
): Promise<(sequenceId: string, version: number) => Step[]> {
  const rows = await tx
    .selectFrom("leadNurtureSteps")
    .select(["sequenceId", "version", "stepOrder", "channel", "delayHours", "body"])
    .where("tenantId", "=", tenant())
    .where("sequenceId", "in", sequenceIds)
    .orderBy("stepOrder")
    .execute();
  return (sequenceId, version) =>
    rows
      .filter((row) => row.sequenceId === sequenceId && row.version === version)
      .map(({ stepOrder, delayHours, body, channel }) => ({
        ...{ stepOrder, delayHours, body },
        channel: channel as NurtureStep["channel"],
      }));
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
