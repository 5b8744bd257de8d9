import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { LeadRefKind } from "#schema/crm.ts";
import { newId } from "#schema/ids.ts";

/** A thing of a CRM: where, what, and by which name. */
export interface Ref {
  channelId: string;
  kind: LeadRefKind;
  externalId: string;
}

/** The lead that a thing of a CRM stands for, and when it last changed there. */
export async function leadOf(tx: Tx, { channelId, kind, externalId }: Ref) {
  return tx
    .selectFrom("leadRefs")
    .select(["leadId", "changedAt"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("kind", "=", kind)
    .where("externalId", "=", externalId)
    .executeTakeFirst();
}

/** Remembers which lead a thing stands for, and when it last changed there. */
export async function refer(tx: Tx, ref: Ref, leadId: string, changedAt: Date): Promise<void> {
  await tx
    .insertInto("leadRefs")
    .values({ tenantId: tenant(), id: newId("leadRef"), ...ref, leadId, changedAt })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "channelId", "kind", "externalId"]).doUpdateSet({ changedAt }),
    )
    .execute();
}

/** When the newest deal of a lead changed. */
export async function newestDeal(tx: Tx, leadId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom("leadRefs")
    .select((eb) => eb.fn.max("changedAt").as("at"))
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("kind", "=", "deal")
    .executeTakeFirst();
  return row?.at ?? null;
}
