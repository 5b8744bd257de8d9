import { iso } from "#core/page/index.ts";
import * as Person from "#core/person/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { LeadActivity, LeadActivityType } from "#schema/lead.ts";

interface Event {
  type: LeadActivityType;
  description: string | null;
  metadata?: Record<string, unknown>;
  at?: Date;
}

/** Writes into the timeline of a lead. */
export async function logged(tx: Tx, leadId: string, { type, description, metadata = {}, at }: Event): Promise<void> {
  await tx
    .insertInto("leadActivities")
    .values({
      ...{ tenantId: tenant(), id: newId("leadActivity"), leadId, type, actor: reference() },
      description: description?.slice(0, 5_000) ?? null,
      metadata: JSON.stringify(metadata),
      occurredAt: at ?? new Date(),
    })
    .execute();
}

/** The timeline of a lead, newest first. */
export async function timeline(tx: Tx, leadId: string, limit: number): Promise<LeadActivity[]> {
  const rows = await tx
    .selectFrom("leadActivities")
    .select(["id", "type", "description", "actor", "metadata", "occurredAt"])
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .orderBy("occurredAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  const names = await Person.names(rows.map(({ actor }) => actor));
  return rows.map(({ actor, occurredAt, type, metadata, ...row }) => ({
    ...row,
    type: type as LeadActivityType,
    metadata: metadata as Record<string, unknown>,
    by: names.get(actor) ?? "Somebody",
    occurredAt: iso(occurredAt),
  }));
}
