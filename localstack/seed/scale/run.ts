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
  cost(sheets, tenantId, runId, startedAt.toISOString().slice(0, 10));
  return runId;
}

// Held before the call, measured after it, settled with the run.
function cost(sheets: Sheets, tenantId: string, runId: string, day: string): void {
  const holdId = newId("spendHold");
  const month = `${day.slice(0, 7)}-01`;
  const known = sheets.get("spendBalances") as { month: string }[] | undefined;
  if (!known?.some((balance) => balance.month === month))
    add(sheets, "spendBalances", { tenantId, id: newId("spendBalance"), month, currency: "USD", capMinor: 100_000 });
  add(sheets, "spendHolds", {
    ...{ tenantId, id: holdId, runId, callId: runId, day },
    ...{ amountMinor: 10, costMicros: 18_000, status: "settled" },
  });
  const movements = [
    ["reserved", "budget", "held", 10],
    ["released", "held", "budget", 8],
    ["settled", "held", "spent", 2],
  ] as const;
  for (const [type, fromAccount, toAccount, amountMinor] of movements)
    add(sheets, "spendLedger", {
      ...{ tenantId, id: newId("spendEntry"), month, day, type, fromAccount, toAccount, amountMinor },
      ...{ currency: "USD", runId, holdId },
    });
}
