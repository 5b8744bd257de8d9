import { send, type Webhook, webhookOf } from "#core/agent/webhook.ts";
import { tenant } from "#platform/actor.ts";
import { config } from "#platform/config.ts";
import { transaction } from "#platform/db.ts";
import { signTask, taskSeconds } from "#platform/token.ts";
import { AppError } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { runMachine } from "#schema/run.ts";
import { surfaces } from "#schema/surfaces.ts";
import type { ClaimedRun } from "./claim.ts";
import { liveWorld } from "./live-world.ts";
import type { Prepared } from "./prepare.ts";
import { prepare } from "./prepare.ts";
import type { Recorder } from "./recorder.ts";
import { CallbackFailed, failed, nothingSpent } from "./settle.ts";

/**
 * Sends a run to the workspace's own agent when it has one. @returns false when models do its work
 * @throws plan.plan_limit and privacy.local_only where runs may not leave
 */
export async function sendAway(run: ClaimedRun, record: Recorder): Promise<boolean> {
  const webhook = await transaction((tx) => webhookOf(tx, run.agent));
  if (!webhook) return false;
  const { token, prepared } = await handOver(run, record, webhook.timeoutMs);
  try {
    await record.step(
      "message",
      "hand over",
      () => send(webhook, orderOf(run, prepared, token, webhook)),
      (status) => `${new URL(webhook.url).host} took the run (${status})`,
    );
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const reason = error instanceof AppError ? error : new CallbackFailed("provider_error", said);
    await failed(run, reason, nothingSpent, "waiting_callback");
  }
  return true;
}

/**
 * Prepares a run for an agent that runs elsewhere; it waits for the answer from then on, for `waitMs` and an hour at most.
 * @returns the token that opens this run and nothing else
 */
export async function handOver(
  run: ClaimedRun,
  record: Recorder,
  waitMs: number,
): Promise<{ token: string; prepared: Prepared }> {
  const prepared = await prepare(run, record, liveWorld(run, nothingSpent, new AbortController().signal));
  const token = await signTask({ sub: run.id, tid: tenant(), agent: run.agent });
  const deadline = new Date(Date.now() + Math.min(waitMs, taskSeconds * 1_000));
  await transaction((tx) =>
    tx
      .updateTable("agentRuns")
      .set({
        status: after(runMachine, "running", "hand_off", "The run"),
        adapter: "webhook",
        leaseUntil: deadline,
      })
      .where("tenantId", "=", tenant())
      .where("id", "=", run.id)
      .where("status", "=", "running")
      .execute(),
  );
  return { token, prepared };
}

function orderOf(run: ClaimedRun, { system, prompt }: Prepared, taskToken: string, { timeoutMs }: Webhook): object {
  return {
    taskId: run.id,
    tenantId: tenant(),
    agentRole: run.agent,
    prompt,
    systemPrompt: system,
    wakeReason: run.wakeReason,
    callbackUrl: `${config("API_URL")}${surfaces.agent.prefix}/runs/${run.id}/result`,
    taskToken,
    timeoutMs,
  };
}
