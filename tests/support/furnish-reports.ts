import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

const text = "What assistants say of us only its owners may know. ".repeat(10);

/** Gives a tenant something that assistants are asked, an answer and what was told of it, a report and an analysis of its ads. */
export async function insertReports(
  tx: Tx,
  { id: tenantId }: TestTenant,
  activityId: string,
): Promise<{ visibilityPrompt: string; report: string; reportSchedule: string; adsAnalysis: string }> {
  const visibilityPrompt = newId("visibilityPrompt");
  await tx
    .insertInto("aiVisibilityPrompts")
    .values({ tenantId, id: visibilityPrompt, prompt: "What do only our owners ask?", type: "brand" })
    .execute();
  const said = { mentioned: true, rank: 1, sentiment: "positive", excerpt: text.slice(0, 300) };
  await tx
    .insertInto("aiVisibilitySnapshots")
    .values({
      ...{ tenantId, id: newId("visibilitySnapshot"), promptId: visibilityPrompt, platformKey: "chatgpt", ...said },
      runOn: "2026-01-02",
    })
    .execute();
  const told = { period: "last_30_days", status: "done", geoScore: 100, narrative: text };
  await tx
    .insertInto("aiVisibilityNarratives")
    .values({ tenantId, id: newId("visibilityNarrative"), ...told })
    .execute();
  const [report, adsAnalysis] = [newId("report"), newId("adsAnalysis")];
  const span = { startOn: "2026-01-01", endOn: "2026-01-31" };
  const written = { status: "ready", content: text, summary: "Only ours", source: "ai_generated" };
  await tx
    .insertInto("reports")
    .values({ tenantId, id: report, label: "Only for us", period: "2026-01", ...span, ...written })
    .execute();
  const reportSchedule = newId("reportSchedule");
  const standing = { kind: "monthly_performance", frequency: "monthly", monthDay: 1, createdBy: "system:test" };
  await tx
    .insertInto("reportSchedules")
    .values({
      ...{ tenantId, id: reportSchedule, label: "Only ours each month", ...standing },
      ...{ recipients: ["boss@only-ours.example"], nextRunAt: new Date("2100-01-01T08:00:00Z") },
    })
    .execute();
  const judged = { status: "done", health: "healthy", headline: "Only our ads" };
  await tx
    .insertInto("adsAnalyses")
    .values({ tenantId, id: adsAnalysis, activityId, ...span, ...judged })
    .execute();
  return { visibilityPrompt, report, reportSchedule, adsAnalysis };
}
