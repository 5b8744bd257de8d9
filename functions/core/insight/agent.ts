import type { Failed } from "#agents/descriptor/index.ts";
import type { InsightReport } from "#agents/descriptor/insight.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type InsightAgent, type InsightPeriod, type InsightStatus, insightMachine } from "#schema/insight.ts";
import { after } from "#schema/machine.ts";
import { materialOf } from "./material.ts";

/** What an agent gets: the channel's numbers, and what the analysis before came to. @throws CannotCompose without numbers */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const insight = await insightOf(tx, run.subjectId ?? "");
    if (!insight) throw notFound("Insight", run.subjectId ?? "");
    const { channelId, channelName, channelType, agent, period } = insight;
    const channel = { id: channelId, type: channelType, name: channelName };
    const material = await materialOf(tx, { agent, period, channel });
    if (!material) throw new CannotCompose("There are not enough numbers of the channel yet.");
    const earlier = await before(tx, insight);
    return {
      ...{ connectedChannelId: channelId, channelName, channelType, period, ...material },
      ...(earlier ? { previousInsight: earlier } : {}),
    };
  });
}

/** Keeps the analysis with the numbers it rests on, and its advice; advice before it that nobody decided about is set aside. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<InsightReport>): Promise<void> {
  const insight = await insightOf(tx, run.subjectId ?? "", true);
  if (insight?.status !== "generating") return;
  const { id, agent, period, channelId, channelName } = insight;
  const material = await materialOf(tx, {
    agent,
    period,
    channel: { id: channelId, type: insight.channelType, name: channelName },
  });
  const { score, narrative, strengths, weaknesses, opportunities } = data;
  await tx
    .updateTable("channelInsights")
    .set({
      ...{ status: after(insightMachine, insight.status, "finish", "The analysis"), score, narrative, runId: run.id },
      ...{ strengths: JSON.stringify(strengths), weaknesses: JSON.stringify(weaknesses) },
      ...{ opportunities: JSON.stringify(opportunities), figures: JSON.stringify(material?.figures ?? []) },
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await setAside(tx, insight);
  await tx
    .insertInto("channelRecommendations")
    .values(
      data.recommendations.map((advice, at) => ({
        ...{ tenantId: tenant(), id: newId("channelRecommendation"), channelInsightId: id, channelId },
        ...{ ...advice, position: at + 1 },
      })),
    )
    .execute();
  const subject = { type: "insight", id, label: channelName };
  await Effect.audit("insight.finished", subject, { after: { agent, score, advice: data.recommendations.length } });
  await Effect.live("insight:updated", { id, status: "done" });
}

/** The analysis has failed; the one before stays. */
export async function giveUp(tx: Tx, run: Failed, code: string): Promise<void> {
  const insight = await insightOf(tx, run.subjectId ?? "", true);
  if (insight?.status !== "generating") return;
  await tx
    .updateTable("channelInsights")
    .set({
      status: after(insightMachine, insight.status, "fail", "The analysis"),
      errorCode: code.slice(0, 60),
      runId: run.id,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", insight.id)
    .execute();
  await Effect.audit(
    "insight.failed",
    { type: "insight", id: insight.id, label: insight.channelName },
    { after: { errorCode: code } },
  );
  await Effect.live("insight:updated", { id: insight.id, status: "failed" });
}

interface Row {
  id: string;
  channelId: string;
  channelName: string;
  channelType: string;
  agent: InsightAgent;
  period: InsightPeriod;
  status: InsightStatus;
}

async function insightOf(tx: Tx, id: string, lock = false): Promise<Row | undefined> {
  const query = tx
    .selectFrom("channelInsights as i")
    .innerJoin("connectedChannels as c", (on) =>
      on.onRef("c.tenantId", "=", "i.tenantId").onRef("c.id", "=", "i.channelId"),
    )
    .select(["i.id", "i.channelId", "i.agent", "i.period", "i.status"])
    .select(["c.name as channelName", "c.type as channelType"])
    .where("i.tenantId", "=", tenant())
    .where("i.id", "=", id);
  return (await (lock ? query.forUpdate("i") : query).executeTakeFirst()) as Row | undefined;
}

async function before(tx: Tx, { id, channelId, agent }: Row) {
  const row = await tx
    .selectFrom("channelInsights")
    .select(["score", "narrative"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("agent", "=", agent)
    .where("status", "=", "done")
    .where("deletedAt", "is", null)
    .where("id", "<", id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && row.score !== null ? { score: row.score, narrative: row.narrative ?? "" } : undefined;
}

async function setAside(tx: Tx, { id, channelId, agent }: Row): Promise<void> {
  await tx
    .updateTable("channelRecommendations")
    .set({ status: "dismissed", decidedBy: `agent:${agent}`, decidedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .where("status", "=", "open")
    .where("channelInsightId", "in", (eb) =>
      eb
        .selectFrom("channelInsights")
        .select("id")
        .where("tenantId", "=", tenant())
        .where("channelId", "=", channelId)
        .where("agent", "=", agent)
        .where("id", "<", id),
    )
    .execute();
}
