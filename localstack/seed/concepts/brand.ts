import type { DemoMarketing } from "#localstack/demo/marketing/shape.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { date, moment } from "./days.ts";

/** Look, rivals, starting figures, budget and research of a client. */
export async function plantBrand(tx: Tx, tenantId: string, plan: DemoMarketing, currency: string): Promise<void> {
  const { colors, fonts, guideline } = plan.brand;
  const assets = [
    ...colors.map((color) => ({ kind: "color", ...color })),
    ...fonts.map((value) => ({ kind: "font", label: value, value })),
    { kind: "guideline", label: "Pictures", value: guideline },
  ];
  await tx
    .insertInto("brandAssets")
    .values(assets.map((asset, position) => ({ tenantId, id: newId("brandAsset"), position, ...asset })))
    .execute();
  await tx
    .insertInto("competitors")
    .values(
      plan.competitors.map((rival) => ({
        tenantId,
        id: newId("competitor"),
        ...rival,
        source: "agent",
        lastResearchedAt: moment(-20),
      })),
    )
    .execute();
  const { sessions, organicSessions, newsletterReaders, openRatePct, followers } = plan.baseline;
  await tx
    .insertInto("tenantBaselines")
    .values({
      tenantId,
      id: newId("tenantBaseline"),
      capturedOn: date(-130),
      traffic: JSON.stringify({ sessions, organicSessions }),
      email: JSON.stringify({ readers: newsletterReaders, openRatePct }),
      social: JSON.stringify({ followers }),
    })
    .execute();
  await tx
    .insertInto("tenantBudgets")
    .values({
      tenantId,
      id: newId("tenantBudget"),
      monthlyMinor: plan.budget.monthlyMinor,
      currency,
      horizonMonths: plan.budget.horizonMonths,
      split: JSON.stringify(plan.budget.split),
      validFrom: date(-130),
    })
    .execute();
  await tx
    .insertInto("researchNotes")
    .values(plan.research.map((note) => ({ tenantId, id: newId("researchNote"), ...note, sha256: sha256(note.body) })))
    .execute();
}
