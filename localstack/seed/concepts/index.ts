import * as Search from "#core/search/index.ts";
import { marketing } from "#localstack/demo/marketing.ts";
import { reach } from "#localstack/demo/reach.ts";
import { provide } from "#platform/actor.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { plantBrand } from "./brand.ts";
import { plantContent } from "./content.ts";
import { plantPlan } from "./plan.ts";
import { seedReach } from "./reach.ts";

/**
 * Gives the demo's clients what lies around their blog: brand, rivals, strategy, goals, plan, social posts, mail, ads, and how
 * they reach people. Once.
 */
export async function seedConcepts(): Promise<void> {
  for (const plan of marketing) {
    const tenant = await asPlatform((tx) =>
      tx.selectFrom("tenants").select(["id", "currency"]).where("slug", "=", plan.slug).executeTakeFirstOrThrow(),
    );
    await provide({ kind: "system", tenantId: tenant.id, name: "seed" }, { door: "seed", requestId: "seed" }, () =>
      transaction(async (tx) => {
        const known = await tx
          .selectFrom("strategies")
          .select("id")
          .where("tenantId", "=", tenant.id)
          .executeTakeFirst();
        if (known) return;
        await plantBrand(tx, tenant.id, plan, tenant.currency);
        await plantPlan(tx, tenant.id, plan);
        await plantContent(tx, tenant.id, plan);
        await Search.markAll();
      }),
    );
  }
  for (const plan of reach) await seedReach(plan);
}
