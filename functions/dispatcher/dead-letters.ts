import type { Job } from "bullmq";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { Message } from "#schema/queues.ts";

export interface Failure {
  code: string;
  reason: string;
}

/** Writes a job that will not be tried again among the dead letters, once per job however often this is called. */
export async function bury(job: Job<Message>, failure: Failure): Promise<void> {
  await buryRow({
    queue: job.queueName,
    jobId: job.id ?? "",
    tenantId: job.data?.tenantId ?? null,
    payload: job.data ?? {},
    actor: job.data?.actor ?? "system:unknown",
    attempts: job.attemptsMade + 1,
    firstFailedAt: new Date(job.processedOn ?? Date.now()),
    failure,
  });
}

export interface Burial {
  queue: string;
  jobId: string;
  tenantId: string | null;
  payload: unknown;
  actor: string;
  attempts: number;
  firstFailedAt: Date;
  failure: Failure;
}

/** The same for anything with the facts of a dead letter. */
export async function buryRow({ failure, payload, ...facts }: Burial): Promise<void> {
  await asPlatform(async (tx) => {
    const open = await tx
      .updateTable("deadLetters")
      .set({
        lastFailedAt: new Date(),
        attempts: facts.attempts,
        errorCode: failure.code,
        errorMessage: failure.reason.slice(0, 2_000),
      })
      .where("queue", "=", facts.queue)
      .where("jobId", "=", facts.jobId)
      .where("status", "=", "open")
      .returning("id")
      .executeTakeFirst();
    if (open) return;
    // A broken message may name a tenant that is not there.
    const tenant = facts.tenantId
      ? await tx.selectFrom("tenants").select("id").where("id", "=", facts.tenantId).executeTakeFirst()
      : undefined;
    await tx
      .insertInto("deadLetters")
      .values({
        ...facts,
        id: newId("deadLetter"),
        tenantId: tenant?.id ?? null,
        jobName: facts.queue,
        payload: JSON.stringify(payload),
        errorCode: failure.code,
        errorMessage: failure.reason.slice(0, 2_000),
        lastFailedAt: new Date(),
      })
      .execute();
  });
}
