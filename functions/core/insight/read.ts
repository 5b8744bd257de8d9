import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Insight, InsightDetail, InsightFilter, Recommendation, RecommendationFilter } from "#schema/insight.ts";
import type { Page } from "#schema/page.ts";

const { iso } = Paging;

/** Analyses of channels, newest first. */
export async function list({ limit, cursor, connectedChannelId }: InsightFilter): Promise<Page<Insight>> {
  require("insight.read", "see analyses");
  const scope = JSON.stringify(["insights", tenant(), connectedChannelId]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await insights(tx)
      .$if(connectedChannelId !== undefined, (some) => some.where("i.channelId", "=", connectedChannelId ?? ""))
      .$if(position !== undefined, (some) => some.where("i.id", "<", position?.[0] ?? ""))
      .orderBy("i.id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** One analysis with what it found and advises. */
export async function get(id: string): Promise<InsightDetail> {
  require("insight.read", "see analyses");
  return transaction(async (tx) => {
    const row = await insights(tx).where("i.id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Insight", id);
    const advice = await advised(tx).where("r.channelInsightId", "=", id).orderBy("r.position").execute();
    return {
      ...shape(row),
      narrative: row.narrative,
      strengths: row.strengths as unknown as InsightDetail["strengths"],
      weaknesses: row.weaknesses as unknown as InsightDetail["weaknesses"],
      opportunities: row.opportunities as unknown as InsightDetail["opportunities"],
      figures: row.figures as unknown as InsightDetail["figures"],
      recommendations: advice.map(shapeOfAdvice),
    };
  });
}

/** What the analyses advise, newest first; of one channel or state where that is asked. */
export async function recommendations(filter: RecommendationFilter): Promise<Page<Recommendation>> {
  require("insight.read", "see recommendations");
  const { limit, cursor, status, connectedChannelId } = filter;
  const scope = JSON.stringify(["recommendations", tenant(), status, connectedChannelId]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await advised(tx)
      .$if(status !== undefined, (some) => some.where("r.status", "=", status ?? "open"))
      .$if(connectedChannelId !== undefined, (some) => some.where("r.channelId", "=", connectedChannelId ?? ""))
      .$if(position !== undefined, (some) => some.where("r.id", "<", position?.[0] ?? ""))
      .orderBy("r.id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shapeOfAdvice), nextCursor: page.nextCursor };
  });
}

function insights(tx: Tx) {
  return tx
    .selectFrom("channelInsights as i")
    .innerJoin("connectedChannels as c", (on) =>
      on.onRef("c.tenantId", "=", "i.tenantId").onRef("c.id", "=", "i.channelId"),
    )
    .select(["i.id", "i.channelId", "i.agent", "i.period", "i.status", "i.score", "i.errorCode", "i.createdAt"])
    .select(["i.narrative", "i.strengths", "i.weaknesses", "i.opportunities", "i.figures"])
    .select(["c.name as channelName", "c.type as channelType"])
    .where("i.tenantId", "=", tenant())
    .where("i.deletedAt", "is", null);
}

function advised(tx: Tx) {
  return tx
    .selectFrom("channelRecommendations as r")
    .innerJoin("channelInsights as i", (on) =>
      on.onRef("i.tenantId", "=", "r.tenantId").onRef("i.id", "=", "r.channelInsightId"),
    )
    .innerJoin("connectedChannels as c", (on) =>
      on.onRef("c.tenantId", "=", "r.tenantId").onRef("c.id", "=", "r.channelId"),
    )
    .select(["r.id", "r.channelInsightId", "r.channelId", "r.title", "r.detail", "r.impact", "r.effort", "r.status"])
    .select(["r.decidedBy", "r.decidedAt", "r.createdAt", "c.name as channelName", "c.type as channelType"])
    .where("r.tenantId", "=", tenant())
    .where("i.deletedAt", "is", null);
}

type Row = Awaited<ReturnType<ReturnType<typeof insights>["execute"]>>[number];
type Advice = Awaited<ReturnType<ReturnType<typeof advised>["execute"]>>[number];

function shape(row: Row): Insight {
  return {
    ...{ id: row.id, channelId: row.channelId, channelName: row.channelName, channelType: row.channelType },
    agent: row.agent as Insight["agent"],
    period: row.period as Insight["period"],
    status: row.status as Insight["status"],
    ...{ score: row.score, errorCode: row.errorCode, createdAt: iso(row.createdAt) },
  };
}

function shapeOfAdvice({ channelInsightId: insightId, decidedAt, createdAt, ...row }: Advice): Recommendation {
  return {
    ...{ ...row, insightId, decidedAt: iso(decidedAt), createdAt: iso(createdAt) },
    impact: row.impact as Recommendation["impact"],
    effort: row.effort as Recommendation["effort"],
    status: row.status as Recommendation["status"],
  };
}
