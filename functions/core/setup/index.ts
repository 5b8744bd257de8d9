import type { Failed } from "#agents/descriptor/index.ts";
import * as Context from "#core/context/index.ts";
import * as Effect from "#core/effect/index.ts";
import { newest, order } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { after } from "#schema/machine.ts";
import { type OnboardingStatus, onboardingMachine } from "#schema/onboarding.ts";
import { isRunOver } from "#schema/run.ts";

export { state } from "./state.ts";

/** What was wished for when a chain began. */
export interface Wishes {
  research: { client: boolean; competitor: boolean };
  notes?: string;
}

export interface Chain {
  id: string;
  status: OnboardingStatus;
  launchedAt: Date | null;
  wishes: Wishes;
}

/**
 * Looks how far the setup chain of the tenant at work has come and orders what is next: the client's research and that of its
 * competitors side by side, then the context file. What waits for a person, a run or credits stays where it is; called again it goes
 * on. Nothing is ordered twice.
 */
export async function advance(tx: Tx): Promise<void> {
  const chain = await open(tx);
  if (chain?.status !== "launched") return;
  const { client, competitor } = chain.wishes.research;
  if (client && (await waitsForSite(tx, chain))) return;
  const file = await Context.since(tx, chain.launchedAt ?? new Date());
  const researched = [
    ...(client ? [await reached(tx, "client-researcher", chain)] : []),
    ...(competitor && !file ? [await reached(tx, "competitor-researcher", chain)] : []),
  ];
  if (researched.some((status) => status !== "success")) return;
  if (!file) await Context.generate(tx, chain.wishes.notes ? { notes: chain.wishes.notes } : {});
  if (file?.status === "draft") await Context.resume(tx, file.id);
  if (file?.status === "approved") await complete(tx, chain);
}

/** Tells people that a step failed for good; `Setup.retry` goes on from it. */
export async function stopped(run: Failed, step: string, message: string): Promise<void> {
  await Effect.notify(
    "setup.attention",
    { type: run.subjectType ?? "onboarding_run", id: run.subjectId ?? "" },
    { step, reason: message.slice(0, 300) },
  );
  await Effect.live("setup:updated", { step, status: "failed" });
}

/** The chain of the tenant at work that is not completed, held until the end of the transaction. */
export async function open(tx: Tx): Promise<Chain | undefined> {
  const row = await tx
    .selectFrom("onboardingRuns")
    .select(["id", "status", "launchedAt"])
    .where("tenantId", "=", tenant())
    .where("status", "!=", "completed")
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  return { ...row, status: row.status as OnboardingStatus, wishes: await wishesOf(tx, row.id) };
}

/** What somebody asked for when a chain was started, in their own words. */
export async function notesOf(tx: Tx, chainId: string): Promise<string | undefined> {
  return (await wishesOf(tx, chainId)).notes;
}

/** Whether the chain waits for research on competitors: without it the context file says that there was none. */
export async function wantCompetitors(tx: Tx, chain: Pick<Chain, "id">, competitor: boolean): Promise<void> {
  const { research } = await wishesOf(tx, chain.id);
  await tx
    .updateTable("onboardingSteps")
    .set((eb) => ({ data: eb("data", "||", JSON.stringify({ research: { ...research, competitor } })) }))
    .where("tenantId", "=", tenant())
    .where("onboardingRunId", "=", chain.id)
    .where("step", "=", "launch")
    .execute();
}

/** Orders a failed step again, with a version of its own. */
export async function again(tx: Tx, agent: AgentName, chain: Chain): Promise<void> {
  const subject = { type: "onboarding_run", id: chain.id };
  const run = await newest(tx, agent, subject);
  if (run && !isRunOver(run.status)) return;
  await order(tx, { agent, subject, version: (run?.version ?? 0) + 1, wakeReason: run ? "retry" : "new_task" });
}

/** The site is waited for so long while it is being read; then research goes on with what is there. */
const siteWaitMs = 20 * 60_000;

async function waitsForSite(tx: Tx, chain: Chain): Promise<boolean> {
  const until = (chain.launchedAt?.getTime() ?? 0) + siteWaitMs;
  if (Date.now() >= until || (await newest(tx, "client-researcher", { type: "onboarding_run", id: chain.id })))
    return false;
  const crawl = await tx
    .selectFrom("webCrawlJobs")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["queued", "running"])
    .limit(1)
    .executeTakeFirst();
  return crawl !== undefined;
}

// How far a step has come; one that nobody ordered yet is ordered.
async function reached(tx: Tx, agent: AgentName, chain: Chain): Promise<string> {
  const subject = { type: "onboarding_run", id: chain.id };
  const run = await newest(tx, agent, subject);
  if (run) return run.status;
  const blocked = await order(tx, { agent, subject, version: 1 });
  await Effect.live("setup:updated", { step: agent, status: blocked ?? "queued" });
  return "queued";
}

async function complete(tx: Tx, chain: Chain): Promise<void> {
  await tx
    .updateTable("onboardingRuns")
    .set({ status: after(onboardingMachine, chain.status, "complete", "The setup"), completedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", chain.id)
    .execute();
  await Effect.audit("onboarding.completed", { type: "onboarding_run", id: chain.id, label: "Setup" });
  await Effect.live("setup:updated", { step: "context_file", status: "completed" });
}

async function wishesOf(tx: Tx, chainId: string): Promise<Wishes> {
  const row = await tx
    .selectFrom("onboardingSteps")
    .select("data")
    .where("tenantId", "=", tenant())
    .where("onboardingRunId", "=", chainId)
    .where("step", "=", "launch")
    .executeTakeFirst();
  const data = (row?.data ?? {}) as Partial<Wishes>;
  return {
    research: { client: true, competitor: true, ...data.research },
    ...(data.notes ? { notes: data.notes } : {}),
  };
}
