import { newest, order } from "#core/run/order.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import type { CreditRateKey } from "#schema/plans.ts";
import { roster } from "#schema/roster.ts";

/** Agents that work on a campaign now. */
export async function atWork(tx: Tx, campaignId: string): Promise<string[]> {
  return [...new Set(await runsOn(tx, campaignId))];
}

async function runsOn(tx: Tx, campaignId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("agentRuns")
    .select("agent")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "campaign")
    .where("subjectId", "=", campaignId)
    .where("status", "in", ["queued", "running", "waiting_callback"])
    .execute();
  return rows.map(({ agent }) => agent).sort();
}

/**
 * Has an agent work on a campaign, one at a time; each time is charged.
 * @throws run.already_running, plan.plan_limit, credits.insufficient_credits, request.illegal_transition
 */
export async function orderOn(tx: Tx, agent: AgentName, campaignId: string): Promise<void> {
  const busy = (agents: readonly string[]) =>
    new AppError(
      "run.already_running",
      `The campaign is being worked on (${agents.join(", ")}). Wait until it is done.`,
    );
  const before = await runsOn(tx, campaignId);
  if (before.length > 0) throw busy(before);
  const subject = { type: "campaign", id: campaignId };
  const version = ((await newest(tx, agent, subject))?.version ?? 0) + 1;
  const { label, minPlan, creditRateKey } = roster[agent];
  const rateKey = creditRateKey as CreditRateKey;
  const blocked = await order(tx, { agent, subject, version, rateKey });
  if (blocked === "plan")
    throw new AppError("plan.plan_limit", `The ${label.toLowerCase()} comes with the ${minPlan} plan.`);
  if (blocked === "insufficient_credits")
    throw new AppError("credits.insufficient_credits", `There are not enough credits for the ${label.toLowerCase()}.`);
  // Who orders at the same moment has waited for the balance, and sees the other's run now.
  const after = await runsOn(tx, campaignId);
  if (!blocked && after.length > 1) throw busy(after);
  if (blocked)
    throw new AppError("request.illegal_transition", `The ${label.toLowerCase()} cannot work now (${blocked}).`);
}
