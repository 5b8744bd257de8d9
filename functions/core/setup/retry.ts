import * as Context from "#core/context/index.ts";
import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import { newest, order } from "#core/run/order.ts";
import * as Strategy from "#core/strategy/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { isRunOver } from "#schema/run.ts";
import type { SetupRetry } from "#schema/setup.ts";
import { advance, again, open, wantCompetitors } from "./index.ts";
import { plan, strategy } from "./state.ts";

const agents = { client_research: "client-researcher", competitor_research: "competitor-researcher" } as const;
/** A version in one of these states is not taken up again: the next one begins. */
const givenUp: readonly string[] = ["archived", "rejected"];

/**
 * Starts a step that failed again, or goes on where the chain waited. A step that did not fail stays as it is.
 * @throws request.illegal_transition when no chain is under way
 */
export async function retry(step?: SetupRetry["step"]): Promise<void> {
  require("context_file.edit", "start a step of the setup again");
  await transaction(async (tx) => {
    if (step === "strategy" || step === "deliverable_plan") return follow(tx, step);
    const chain = await open(tx);
    if (chain?.status !== "launched")
      throw new AppError("request.illegal_transition", "No setup is under way. Refresh the context file to begin one.");
    if (step === "context_file") {
      const file = await Context.since(tx, chain.launchedAt ?? new Date());
      if (file && givenUp.includes(file.status)) await Context.generate(tx, chain.wishes);
    } else if (step) {
      if (step === "competitor_research") await wantCompetitors(tx, chain, true);
      await again(tx, agents[step], chain);
    }
    await advance(tx);
  });
}

// What comes after the context file goes on when the chain itself is over.
async function follow(tx: Tx, step: "strategy" | "deliverable_plan"): Promise<void> {
  const chain = await tx
    .selectFrom("onboardingRuns")
    .select("launchedAt")
    .where("tenantId", "=", tenant())
    .where("launchedAt", "is not", null)
    .orderBy("id", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  const from = chain?.launchedAt;
  if (!from) throw new AppError("request.illegal_transition", "No setup was begun yet. Launch it first.");
  const written = await strategy(tx, from);
  if (step === "strategy") {
    if (written && givenUp.includes(written.status)) await Strategy.generate(tx, {});
    else if (written) await Strategy.resume(tx, written.id);
    return;
  }
  const planned = await plan(tx, from);
  if (!planned) return;
  if (givenUp.includes(planned.status) && written) await DeliverablePlan.generate(tx, { strategyId: written.id });
  else if (planned.status === "draft") await planAgain(tx, planned.id);
}

// A plan whose planner gave up stays a draft: its planner gets another run.
async function planAgain(tx: Tx, id: string): Promise<void> {
  const subject = { type: "deliverable_plan", id };
  const run = await newest(tx, "deliverable-planner", subject);
  if (run && isRunOver(run.status) && run.status !== "success") {
    await DeliverablePlan.leave(tx, await DeliverablePlan.locked(tx, id), false);
    await order(tx, { agent: "deliverable-planner", subject, version: run.version + 1, wakeReason: "retry" });
  }
  await DeliverablePlan.resume(tx, id);
}
