import * as Context from "#core/context/index.ts";
import * as Credit from "#core/credit/index.ts";
import { iso } from "#core/page/index.ts";
import { forbids, newest } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { BlockedReason } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { roster } from "#schema/roster.ts";
import type { SetupState, SetupStep } from "#schema/setup.ts";

type Stage = SetupStep["waitsFor"];

/** The version a step made: how its review stands, and whose decision it waits for while it lies there. */
interface Made {
  type: string;
  id: string;
  status: string;
  decides: Stage;
}

/** How far the setup of the tenant at work has come: each step with its run, and what keeps it waiting. */
export async function state(): Promise<SetupState> {
  require("context_file.read", "see the setup");
  return transaction(async (tx) => {
    const chain = await tx
      .selectFrom("onboardingRuns")
      .select(["id", "status", "launchedAt", "completedAt"])
      .where("tenantId", "=", tenant())
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!chain?.launchedAt) return { status: chain ? "open" : "none", launchedAt: null, steps: [] };
    const research = { type: "onboarding_run", id: chain.id };
    const steps = [
      ...(await website(tx, chain.launchedAt)),
      await step(tx, "client_research", "client-researcher", research),
      await step(tx, "competitor_research", "competitor-researcher", research),
      await step(tx, "context_file", "context-file-writer", await contextFile(tx, chain.launchedAt)),
      await step(tx, "strategy", "strategy-writer", await strategy(tx, chain.launchedAt)),
      await step(tx, "deliverable_plan", "deliverable-planner", await plan(tx, chain.launchedAt)),
    ];
    return { status: chain.status as SetupState["status"], launchedAt: iso(chain.launchedAt), steps };
  });
}

// The reading of the site that the chain waits for: one that is under way, or ended after the launch.
async function website(tx: Tx, from: Date): Promise<SetupStep[]> {
  const job = await tx
    .selectFrom("webCrawlJobs")
    .select(["id", "runId", "status", "startedAt", "finishedAt", "errorCode"])
    .where("tenantId", "=", tenant())
    .where((eb) => eb.or([eb("finishedAt", "is", null), eb("finishedAt", ">=", from)]))
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!job) return [];
  const statuses: Record<string, SetupStep["status"]> = { queued: "waiting", running: "running", failed: "failed" };
  return [
    {
      ...{ name: "website", agent: "tenant-web-crawler", runId: job.runId, subjectId: job.id },
      ...{ status: statuses[job.status] ?? "done", blockedReason: null, waitsFor: null },
      ...{ error: job.errorCode, startedAt: iso(job.startedAt), finishedAt: iso(job.finishedAt) },
    },
  ];
}

async function contextFile(tx: Tx, from: Date): Promise<Made | undefined> {
  const file = await Context.since(tx, from);
  return file && { type: "context_file", ...file, decides: "client" };
}

/** The newest strategy begun after a moment. */
export async function strategy(tx: Tx, from: Date): Promise<Made | undefined> {
  const row = await tx
    .selectFrom("strategies")
    .select(["id", "status", "reviewStage"])
    .where("tenantId", "=", tenant())
    .where("createdAt", ">=", from)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { type: "strategy", id: row.id, status: row.status, decides: row.reviewStage as Stage };
}

/** The newest plan begun after a moment. */
export async function plan(tx: Tx, from: Date): Promise<Made | undefined> {
  const row = await tx
    .selectFrom("deliverablePlans")
    .select(["id", "status"])
    .where("tenantId", "=", tenant())
    .where("createdAt", ">=", from)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { type: "deliverable_plan", ...row, decides: "dm" };
}

async function step(
  tx: Tx,
  name: SetupStep["name"],
  agent: AgentName,
  subject: ({ type: string; id: string } & Partial<Made>) | undefined,
): Promise<SetupStep> {
  const run = subject ? await newest(tx, agent, subject) : undefined;
  const blockedReason = subject && !run ? ((await forbids(tx, agent)) ?? (await lacksCredits(tx, agent))) : null;
  const status = statusOf(run?.status, subject?.status);
  return {
    ...{ name, agent, runId: run?.id ?? null, subjectId: subject?.id ?? null, blockedReason, status },
    waitsFor: status === "review" ? (subject?.decides ?? null) : null,
    error: run?.status === "error" ? run.errorMessage : null,
    startedAt: iso(run?.startedAt ?? null),
    finishedAt: iso(run?.finishedAt ?? null),
  };
}

async function lacksCredits(tx: Tx, agent: AgentName): Promise<BlockedReason | null> {
  const { creditRateKey } = roster[agent];
  if (!creditRateKey) return null;
  const held = await tx
    .selectFrom("creditBalances")
    .select(["available", "reserved"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const free = (held?.available ?? 0) - (held?.reserved ?? 0);
  return free < (await Credit.rate(tx, creditRateKey)) ? "insufficient_credits" : null;
}

function statusOf(run: string | undefined, reviewed: string | undefined): SetupStep["status"] {
  if (reviewed === "pending_review") return "review";
  if (reviewed === "approved") return "done";
  if (reviewed === "rejected") return "failed";
  if (run === undefined) return "waiting";
  if (run === "error" || run === "cancelled") return "failed";
  return run === "success" ? "done" : "running";
}
