import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** Holds leads until the transaction ends: whatever belongs to a lead is locked after it (the lead, its place in a sequence, its mails, their approvals). */
export async function hold(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .selectFrom("leads")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "in", ids)
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** Holds all leads of an address, and one that may have another by now. @returns the ids of those of the address */
export async function holdOf(tx: Tx, address: string, leadId = ""): Promise<string[]> {
  const email = address.toLowerCase();
  const rows = await tx
    .selectFrom("leads")
    .select(["id", "email"])
    .where("tenantId", "=", tenant())
    .where((eb) => eb.or([eb("email", "=", email), eb("id", "=", leadId)]))
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.filter((row) => row.email === email).map(({ id }) => id);
}
