import { agents } from "#agents/index.ts";
import * as AgentKey from "#core/agent/keys.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { claim } from "#core/run/claim.ts";
import { handOver } from "#core/run/hand-over.ts";
import { recall } from "#core/run/prepare.ts";
import { recorder } from "#core/run/recorder.ts";
import { asPlatform } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import type { AgentKeyOnce } from "#schema/agent-api.ts";
import type { ContentRequest } from "#schema/request.ts";
import { type Answer, call, ok } from "./api.ts";
import { as, machine, type TestTenant } from "./tenant.ts";

/** An agent that runs elsewhere, with the token of the one run it was given. */
export interface TestAgent {
  runId: string;
  activityId: string;
  token: string;
  /** Calls a route of its run. */
  send<T = Record<string, unknown>>(method: string, verb?: string, body?: unknown): Promise<Answer<T>>;
}

/** Lets a request for a post into production; its brief is the first run. @returns the run's id, which nobody works on yet */
export async function orderedRun({ id, people }: TestTenant): Promise<{ runId: string; activityId: string }> {
  const wish = { topic: "How to rewire a table lamp at home", wordCount: 900 };
  const request = await ok<ContentRequest>(people.TM, "POST", "/tenant/v1/blog-requests", { body: wish });
  await ok(people.DM, "POST", `/tenant/v1/requests/${request.id}/approve`, { body: {} });
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["id", "activityId"])
      .where("tenantId", "=", id)
      .where("status", "=", "queued")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow(),
  );
  return { runId: row.id, activityId: row.activityId ?? "" };
}

/** Hands a run of a tenant over to an agent that runs elsewhere. */
export async function agentOf(tenant: TestTenant, waitMs = 3_600_000): Promise<TestAgent> {
  const { runId, activityId } = await orderedRun(tenant);
  const token = await as(machine(tenant.id), async () => {
    const run = await claim(runId);
    if (!run) throw new Error("there was nothing to hand over");
    return (await handOver(run, await recorder(run), waitMs)).token;
  });
  return { runId, activityId, token, send: callsOf(token, runId) };
}

/** Calls of a run's routes with some credential. */
export function callsOf(credential: string, runId: string): TestAgent["send"] {
  return (method, verb, body) =>
    call(undefined, method, `/agent/v1/runs/${runId}${verb ? `/${verb}` : ""}`, {
      ...(body === undefined ? {} : { body }),
      headers: bearing(credential),
    });
}

/** The header that carries a credential. */
export function bearing(credential: string): Record<string, string> {
  return { authorization: `Bearer ${credential}` };
}

/** An answer to the run that passes every check: the one that needs no model. */
export async function goodAnswer(tenant: TestTenant, runId: string): Promise<unknown> {
  const row = await asPlatform((tx) =>
    tx.selectFrom("agentRuns").selectAll().where("id", "=", runId).executeTakeFirstOrThrow(),
  );
  const { input, envelope } = await as(machine(tenant.id), () => recall({ ...row, startedMs: 0 } as ClaimedRun));
  return agents[row.agent as AgentName].offline(input, envelope);
}

/** Makes a key for an agent that runs elsewhere. */
export function agentKeyOf(
  tenant: TestTenant,
  input: { name?: string; expiresAt?: string } = {},
): Promise<AgentKeyOnce> {
  return as(tenant.people.TA, () => AgentKey.create({ agent: "content-brief-writer", name: "Writer", ...input }));
}
