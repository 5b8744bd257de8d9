import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { RoutineSwitch } from "#schema/routine.ts";

export type Wishes = Record<RoutineSwitch, boolean>;

/** What a client without settings of its own wants. */
const usual: Wishes = {
  keywordResearchMonthly: true,
  siteAuditMonthly: true,
  backlinkResearchMonthly: true,
  gbpAutoPost: false,
  contentAuditMonthly: false,
  autoGenerateHeroImage: false,
};

/** What of the regular work the tenant at work wants. */
export async function wishes(tx: Tx): Promise<Wishes> {
  const row = await tx
    .selectFrom("tenantSettings")
    .select(RoutineSwitch.options)
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return row ?? usual;
}
