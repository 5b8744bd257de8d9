import * as Context from "#core/context/index.ts";
import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import * as Strategy from "#core/strategy/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { advance } from "./index.ts";

/** What comes one from the other: each a draft until its writer was there. */
const written = [
  { table: "contextFiles", resume: Context.resume },
  { table: "strategies", resume: Strategy.resume },
  { table: "deliverablePlans", resume: DeliverablePlan.resume },
] as const;

/** Lets the setup of the tenant at work go on where it waited, and orders the writers that were kept from the newest draft. */
export async function goOn(): Promise<undefined> {
  await transaction((tx) => advance(tx));
  for (const { table, resume } of written)
    await transaction(async (tx) => {
      const draft = await newestOf(tx, table);
      if (draft?.status === "draft") await resume(tx, draft.id);
    });
}

function newestOf(tx: Tx, table: (typeof written)[number]["table"]) {
  return tx
    .selectFrom(table)
    .select(["id", "status"])
    .where("tenantId", "=", tenant())
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}
