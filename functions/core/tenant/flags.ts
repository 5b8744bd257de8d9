import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { require, tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { TenantFlag, TenantFlagInput } from "#schema/admin.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { demandTenant } from "./people.ts";

/** Every switch of the platform, and how it stands for one tenant. */
export async function flags(tenantId: string): Promise<TenantFlag[]> {
  return within(tenantId, async () => {
    require("system.operate", "see switches");
    await demandTenant();
    return transaction(flagsOf);
  });
}

/** Sets a switch for one tenant, against what holds on the platform. */
export async function setFlag(tenantId: string, key: string, input: TenantFlagInput): Promise<TenantFlag> {
  return within(tenantId, async () => {
    require("system.operate", "set switches");
    await demandTenant();
    return transaction(async (tx) => {
      const before = (await flagsOf(tx)).find((flag) => flag.key === key);
      if (!before) throw notFound("Flag", key);
      const values = { enabled: input.enabled, reason: input.reason, expiresAt: input.expiresAt ?? null };
      await tx
        .insertInto("tenantFeatureFlags")
        .values({ tenantId, id: newId("tenantFeatureFlag"), flagKey: key, ...values })
        .onConflict((conflict) => conflict.columns(["tenantId", "flagKey"]).doUpdateSet(values))
        .execute();
      await Effect.audit(
        "tenant.flag_changed",
        { type: "feature_flag", id: key, label: key },
        { before: { enabled: before.enabled }, after: { enabled: input.enabled } },
        input.reason,
      );
      return { ...before, ...values };
    });
  });
}

async function flagsOf(tx: Tx): Promise<TenantFlag[]> {
  const rows = await tx
    .selectFrom("featureFlags as f")
    .leftJoin("tenantFeatureFlags as o", (join) =>
      join.onRef("o.flagKey", "=", "f.key").on("o.tenantId", "=", tenant()),
    )
    .select(["f.key", "f.description", "f.enabled as platformEnabled", "o.enabled", "o.reason", "o.expiresAt"])
    .orderBy("f.key")
    .execute();
  return rows.map(({ expiresAt, ...row }) => ({ ...row, expiresAt: Paging.iso(expiresAt) }));
}
