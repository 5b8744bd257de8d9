import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { AttemptRow } from "./outcome.ts";
import type { Step } from "./target.ts";
import { targetOf } from "./targets/index.ts";

/** Orders a step of an attempt from its publisher. */
export async function order(
  { id, subjectType }: Pick<AttemptRow, "id" | "subjectType">,
  step: Step,
  options: { priority?: number; at?: Date } = {},
): Promise<void> {
  await Effect.job(targetOf(subjectType).queue, { attemptId: id, step }, options);
}

/** Keeps what one step of an attempt gave, for ever. */
export async function recordStep(
  tx: Tx,
  row: AttemptRow,
  phase: string,
  outcome: string,
  durationMs: number,
  excerpt: string | null,
): Promise<void> {
  const last = await tx
    .selectFrom("publishSteps")
    .select((eb) => eb.fn.max("step").as("step"))
    .where("tenantId", "=", tenant())
    .where("publishAttemptId", "=", row.id)
    .executeTakeFirst();
  await tx
    .insertInto("publishSteps")
    .values({
      tenantId: tenant(),
      id: newId("publishStep"),
      publishAttemptId: row.id,
      step: (last?.step ?? 0) + 1,
      phase,
      outcome,
      requestSha256: sha256(JSON.stringify(row.payload)),
      responseExcerpt: excerpt?.slice(0, 1_000) ?? null,
      durationMs: Math.max(0, Math.round(durationMs)),
    })
    .execute();
}
