import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** The IANA time zone of the tenant at work. */
export async function zoneOf(tx: Tx): Promise<string> {
  const owner = await tx.selectFrom("tenants").select("timezone").where("id", "=", tenant()).executeTakeFirstOrThrow();
  return owner.timezone;
}
