import * as Agent from "#core/agent/index.ts";
import * as Effect from "#core/effect/index.ts";
import { origin, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { AttemptRow } from "./outcome.ts";
import type { Target } from "./target.ts";

const attemptsMax = 20;

/** Writes down how an attempt ended, as a run of its publisher about the piece. It is called once, with the attempt's end. */
export async function logRun(
  tx: Tx,
  { publisher }: Target,
  row: AttemptRow,
  ended: { status: "success" } | { status: "error"; message: string },
): Promise<void> {
  const { versionId, adapter, model, tier } = await Agent.effective(tx, publisher);
  const earlier = await tx
    .selectFrom("agentRuns")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("tenantId", "=", tenant())
    .where("agent", "=", publisher)
    .where("subjectType", "=", row.subjectType)
    .where("subjectId", "=", row.subjectId)
    .where("version", "=", row.version)
    .executeTakeFirstOrThrow();
  const id = newId("run");
  const startedAt = row.postedAt ?? new Date();
  await tx
    .insertInto("agentRuns")
    .values({
      tenantId: tenant(),
      id,
      subjectType: row.subjectType,
      subjectId: row.subjectId,
      ...{ agent: publisher, agentVersionId: versionId, adapter: adapter.name, model, tier },
      status: ended.status,
      attempt: Math.min(Number(earlier.count) + 1, attemptsMax),
      wakeReason: Number(earlier.count) > 0 ? "retry" : "new_task",
      version: row.version,
      startedAt,
      finishedAt: new Date(),
      ...(ended.status === "error" ? { errorCode: "provider_error", errorMessage: ended.message.slice(0, 500) } : {}),
      traceId: origin().requestId,
    })
    .execute();
  if (ended.status === "error")
    return Effect.live("agent:failed", {
      ...{ agent: publisher, runId: id, activityId: null, code: "provider_error", willRetry: false },
    });
  await Effect.live("agent:completed", {
    ...{ agent: publisher, runId: id, activityId: null, durationMs: Date.now() - startedAt.getTime() },
  });
}
