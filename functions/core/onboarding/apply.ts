import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { DataStep, stepInputs } from "#schema/onboarding.ts";

type Input<S extends DataStep> = z.infer<(typeof stepInputs)[S]>;

/** Puts what a step of the wizard was filled in with where it is used. Steps whose things live elsewhere keep nothing here. */
export async function apply(tx: Tx, step: DataStep, data: unknown): Promise<void> {
  switch (step) {
    case "brand_voice":
      return voice(tx, data as Input<"brand_voice">);
    case "brand_assets":
      return assets(tx, data as Input<"brand_assets">);
    case "baseline":
      return baseline(tx, data as Input<"baseline">);
    case "budget":
      return budget(tx, data as Input<"budget">);
    case "channels":
    case "documents":
      return undefined;
  }
}

async function voice(tx: Tx, { personality, ...given }: Input<"brand_voice">): Promise<void> {
  const values = { ...given, personality: personality ? [personality] : [] };
  const id = newId("brandVoice");
  await tx
    .insertInto("brandVoices")
    .values({ tenantId: tenant(), id, createdBy: reference(), ...values })
    .onConflict((conflict) => conflict.column("tenantId").doUpdateSet({ ...values, updatedBy: reference() }))
    .execute();
  await Effect.audit("brand_voice.updated", { type: "brand_voice", id: tenant(), label: "Brand voice" });
}

async function assets(tx: Tx, { colours, fonts, imageStyle, avoid }: Input<"brand_assets">): Promise<void> {
  const wanted = [
    ...colours.map(({ role, hex }) => ({ kind: "color", label: role, value: hex })),
    ...fonts.map(({ role, family }) => ({ kind: "font", label: role, value: family })),
    ...(imageStyle ? [{ kind: "guideline", label: "Image style", value: imageStyle }] : []),
    ...(avoid ? [{ kind: "guideline", label: "Avoid", value: avoid }] : []),
  ];
  await tx
    .updateTable("brandAssets")
    .set({ deletedAt: new Date(), deletedBy: reference() })
    .where("tenantId", "=", tenant())
    .where("kind", "in", ["color", "font", "guideline"])
    .where("deletedAt", "is", null)
    .execute();
  for (const [position, asset] of wanted.entries()) {
    const id = newId("brandAsset");
    await tx
      .insertInto("brandAssets")
      .values({ tenantId: tenant(), id, ...asset, source: "manual", position })
      .execute();
    await Effect.audit("brand_asset.added", { type: "brand_asset", id, label: asset.label }, { after: asset });
  }
}

async function baseline(tx: Tx, { traffic, ads, social, email }: Input<"baseline">): Promise<void> {
  const values = {
    traffic: JSON.stringify(traffic),
    ads: JSON.stringify(ads),
    social: JSON.stringify(social),
    email: JSON.stringify(email),
    source: "manual",
  };
  const capturedOn = new Date().toISOString().slice(0, 10);
  await tx
    .insertInto("tenantBaselines")
    .values({ tenantId: tenant(), id: newId("tenantBaseline"), capturedOn, ...values })
    .onConflict((conflict) => conflict.columns(["tenantId", "capturedOn"]).doUpdateSet(values))
    .execute();
  await Effect.audit("baseline.updated", { type: "baseline", id: tenant(), label: "Baseline" });
}

async function budget(tx: Tx, { adSharePct, ...given }: Input<"budget">): Promise<void> {
  const values = { ...given, split: JSON.stringify({ adSharePct }) };
  const validFrom = new Date().toISOString().slice(0, 10);
  await tx
    .insertInto("tenantBudgets")
    .values({ tenantId: tenant(), id: newId("tenantBudget"), validFrom, ...values })
    .onConflict((conflict) => conflict.columns(["tenantId", "validFrom"]).doUpdateSet(values))
    .execute();
  await Effect.audit("budget.updated", { type: "budget", id: tenant(), label: "Budget" });
}
