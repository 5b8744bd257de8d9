import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** The country where the tenant at work is at home (ISO 3166-1, two letters). */
export async function countryOf(tx: Tx): Promise<string> {
  const owner = await tx.selectFrom("tenants").select("country").where("id", "=", tenant()).executeTakeFirstOrThrow();
  return owner.country;
}
