import { origin, provide } from "#platform/actor.ts";
import { asPlatform } from "#platform/db.ts";

/** Runs work as the machine of one tenant: what it reads and writes is that tenant's alone. */
export function asMachine<T>(tenantId: string, name: string, work: () => T): T {
  return provide({ kind: "system", tenantId, name }, origin(), work);
}

/** Runs work for one tenant after the other, as the machine of each. */
export async function eachTenant(name: string, work: () => Promise<void>): Promise<void> {
  const rows = await asPlatform((tx) => tx.selectFrom("tenants").select("id").orderBy("id").execute());
  for (const { id } of rows) await asMachine(id, name, work);
}
