import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { amountOf } from "#schema/value.ts";

/** What the wizard's answers add to every version: brand assets and voice, baseline and budget. Empty answers add nothing. */
export async function appendices(tx: Tx): Promise<string[]> {
  return [...(await brand(tx)), ...(await numbers(tx))];
}

async function brand(tx: Tx): Promise<string[]> {
  const assets = await tx
    .selectFrom("brandAssets")
    .select(["kind", "label", "value"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where("value", "is not", null)
    .orderBy("kind")
    .orderBy("position")
    .limit(40)
    .execute();
  const voice = await tx
    .selectFrom("brandVoices")
    .select(["tone", "bannedWords", "languages"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const lines = [
    ...(voice && voice.tone.length > 0 ? [`- Tone: ${voice.tone.join(", ")}`] : []),
    ...(voice && voice.languages.length > 0 ? [`- Languages: ${voice.languages.join(", ")}`] : []),
    ...(voice && voice.bannedWords.length > 0 ? [`- Never use: ${voice.bannedWords.join(", ")}`] : []),
    ...assets.map(({ kind, label, value }) => `- ${kind} ${label}: ${value}`),
  ];
  return lines.length > 0 ? [`## Brand assets and voice\n\n${lines.join("\n")}`] : [];
}

async function numbers(tx: Tx): Promise<string[]> {
  const baseline = await tx
    .selectFrom("tenantBaselines")
    .selectAll()
    .where("tenantId", "=", tenant())
    .orderBy("capturedOn", "desc")
    .limit(1)
    .executeTakeFirst();
  const budget = await tx
    .selectFrom("tenantBudgets")
    .selectAll()
    .where("tenantId", "=", tenant())
    .orderBy("validFrom", "desc")
    .limit(1)
    .executeTakeFirst();
  const measured = baseline
    ? (["traffic", "ads", "social", "email", "seo"] as const).flatMap((group) =>
        Object.entries(baseline[group] as Record<string, unknown>).map(
          ([name, value]) => `- ${group}, ${name}: ${value}`,
        ),
      )
    : [];
  const money = budget
    ? [
        `- Marketing budget: ${amountOf(Number(budget.monthlyMinor), budget.currency)} ${budget.currency} a month, for ${budget.horizonMonths} months`,
      ]
    : [];
  const lines = [...measured, ...money];
  return lines.length > 0 ? [`## Baseline and budget\n\n${lines.join("\n")}`] : [];
}
