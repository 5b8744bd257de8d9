import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AdsAnalysis, AdsAnalysisDetail } from "#schema/ads-analysis.ts";
import { notFound } from "#schema/errors.ts";

const listMax = 50;
type Result = Partial<Omit<AdsAnalysisDetail, keyof AdsAnalysis>>;

/** The last fifty analyses of paid campaigns, newest first. */
export async function list(): Promise<AdsAnalysis[]> {
  require("insight.read", "see analyses of ads");
  const rows = await transaction((tx) => analyses(tx).orderBy("id", "desc").limit(listMax).execute());
  return rows.map(shape);
}

/** One analysis with what did well, what did not, and what to change. */
export async function get(id: string): Promise<AdsAnalysisDetail> {
  require("insight.read", "see analyses of ads");
  const row = await transaction((tx) => analyses(tx).where("id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Ads analysis", id);
  const { topPerformers = [], bottomPerformers = [], wastedSpend = null, recommendations = [] } = row.result as Result;
  return { ...shape(row), topPerformers, bottomPerformers, wastedSpend, recommendations };
}

function analyses(tx: Tx) {
  return tx.selectFrom("adsAnalyses").selectAll().where("tenantId", "=", tenant());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof analyses>["execute"]>>[number]): AdsAnalysis {
  return {
    ...{ id: row.id, from: row.startOn, to: row.endOn, headline: row.headline, failureMessage: row.failureMessage },
    status: row.status as AdsAnalysis["status"],
    health: row.health as AdsAnalysis["health"],
    activityId: row.activityId,
    createdAt: iso(row.createdAt),
  };
}
