import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** What the client at work spends on marketing a month, as it was last said; undefined before. */
export function budgetInForce(tx: Tx) {
  return tx
    .selectFrom("tenantBudgets")
    .select(["monthlyMinor", "currency", "split"])
    .where("tenantId", "=", tenant())
    .where("monthlyMinor", ">", 0)
    .orderBy("validFrom", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
