import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { add, type Sheets } from "./copy.ts";
import type { Ground } from "./tenant.ts";
import { ago } from "./words.ts";

const model = { adapter: "offline", model: "offline-composer", tier: "standard" };
const steps = ["retrieval", "model", "validator"] as const;

/** A finished run of an agent with its steps, its model call, its checks and its cost. @returns the run's id */
export function finishedRun(sheets: Sheets, ground: Ground, agent: string, activityId: string, hours: number): string {
  const { tenantId } = ground;
  const runId = newId("run");
  const [startedAt, finishedAt] = [ago(hours), ago(hours - 0.01)];
  add(sheets, "agentRuns", {
    tenantId,
    id: runId,
    activityId,
    agent,
    agentVersionId: ground.agentVersions.get(agent) ?? "",
    ...model,
    status: "success",
    wakeReason: "new_task",
    attempt: agent === "content-critic" ? 2 : 1,
    inputTokens: 3_200,
    outputTokens: 1_400,
    costMicros: 18_000,
    turns: 1,
    queuedAt: startedAt,
    startedAt,
    finishedAt,
    traceId: runId,
  });
  for (const [index, kind] of steps.entries())
    add(sheets, "runSteps", {
      tenantId,
      id: newId("runStep"),
      runId,
      seq: index + 1,
      kind,
      name: `${agent}: ${kind}`,
      status: "ok",
      startedAt,
      durationMs: 120 * (index + 1),
      summary: "finished",
    });
  add(sheets, "llmCalls", {
    tenantId,
    id: newId("modelCall"),
    runId,
    purpose: agent === "content-critic" ? "critic" : "agent",
    provider: "offline",
    ...model,
    inputTokens: 3_200,
    outputTokens: 1_400,
    cachedTokens: 0,
    costMicros: 18_000,
    currency: "USD",
    latencyMs: 900,
    attempt: 1,
    status: "ok",
    requestSha256: sha256(runId),
  });
  for (const validator of ["V1", "V4"])
    add(sheets, "validatorResults", {
      tenantId,
      id: newId("validatorResult"),
      runId,
      version: 1,
      validator,
      passed: true,
      action: "none",
    });
  const month = `${startedAt.toISOString().slice(0, 7)}-01`;
  for (const type of ["reserved", "settled"])
    add(sheets, "moneyLedger", {
      tenantId,
      id: newId("moneyEntry"),
      month,
      type,
      amountMinor: type === "reserved" ? 10 : 2,
      currency: "USD",
      runId,
    });
  return runId;
}
