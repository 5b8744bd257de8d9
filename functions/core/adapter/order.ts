import * as Effect from "#core/effect/index.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AdapterOrder } from "#schema/adapter.ts";
import { Tier } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { demand } from "./row.ts";
import { wrong } from "./rules.ts";

/** Which adapters each tier tries, one after the other; without an order all that are on, by priority. */
export async function orders(): Promise<AdapterOrder[]> {
  demand("see the order of adapters");
  const rows = await transaction((tx) => tx.selectFrom("adapterOrders").selectAll().execute());
  return Tier.options.map((tier) => ({ tier, adapters: rows.find((row) => row.tier === tier)?.adapterNames ?? [] }));
}

/** Sets the order of a tier; an empty one gives way to priorities again. @throws validation_failed for an unknown adapter */
export async function setOrder(tier: Tier, adapters: string[]): Promise<AdapterOrder> {
  demand("order adapters");
  return transaction(async (tx) => {
    await demandKnown(tx, adapters);
    const before = await tx
      .selectFrom("adapterOrders")
      .selectAll()
      .where("tier", "=", tier)
      .forUpdate()
      .executeTakeFirst();
    if (adapters.length === 0) await tx.deleteFrom("adapterOrders").where("tier", "=", tier).execute();
    else
      await tx
        .insertInto("adapterOrders")
        .values({ id: newId("adapterOrder"), tier, adapterNames: adapters, createdBy: reference() })
        .onConflict((conflict) =>
          conflict.column("tier").doUpdateSet({ adapterNames: adapters, updatedBy: reference() }),
        )
        .execute();
    await Effect.audit(
      "adapter.order_changed",
      { type: "adapter_order", id: tier, label: tier },
      { before: { adapters: before?.adapterNames ?? [] }, after: { adapters } },
    );
    await Effect.live("platform:updated", { keys: ["adapter-orders"] });
    return { tier, adapters };
  });
}

async function demandKnown(tx: Tx, names: string[]): Promise<void> {
  const known = await tx.selectFrom("adapters").select("name").where("name", "in", names).execute();
  const unknown = names.find((name) => !known.some((row) => row.name === name));
  if (unknown) throw wrong("adapters", "unknown", `There is no adapter ${unknown}.`);
}
