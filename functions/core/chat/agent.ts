import type { ChatAnswer } from "#agents/descriptor/chat.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { historyMax } from "#schema/chat.ts";
import { announce } from "./thread.ts";

/** What the agent of a conversation gets: the question, and what was said before it. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const answer = await answerOf(tx, run.subjectId ?? "");
    const before = await tx
      .selectFrom("chatMessages")
      .select(["role", "body"])
      .where("tenantId", "=", tenant())
      .where("chatThreadId", "=", answer.threadId)
      .where("id", "<", answer.id)
      .where("status", "=", "done")
      .orderBy("id", "desc")
      .limit(historyMax + 1)
      .execute();
    const [question, ...earlier] = before;
    if (question?.role !== "user") throw new Error("an answer follows a question");
    return { threadId: answer.threadId, message: question.body, history: earlier.toReversed() };
  });
}

/** Keeps the answer, what it rests on and what was looked up for it. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ChatAnswer>): Promise<void> {
  const calls = await tx
    .selectFrom("toolCalls")
    .select(["tool", "method", "success"])
    .where("tenantId", "=", tenant())
    .where("runId", "=", run.id)
    .orderBy("stepSeq")
    .orderBy("id")
    .limit(12)
    .execute();
  const parts = calls.map(({ tool, method, success }) => ({ type: "tool", tool, method, ok: success }));
  await end(tx, run.subjectId ?? "", {
    ...{ status: "done", body: data.answer, runId: run.id },
    ...{ parts: JSON.stringify(parts), citations: JSON.stringify(data.citations) },
  });
}

/** The question stays unanswered; it can be asked again. */
export async function giveUp(tx: Tx, run: Failed, code: string): Promise<void> {
  await end(tx, run.subjectId ?? "", { status: "failed", errorCode: code.slice(0, 60), runId: run.id });
}

async function end(tx: Tx, messageId: string, set: Record<string, unknown>): Promise<void> {
  const done = await tx
    .updateTable("chatMessages")
    .set(set)
    .where("tenantId", "=", tenant())
    .where("id", "=", messageId)
    .where("status", "=", "streaming")
    .returning(["id", "status"])
    .executeTakeFirst();
  if (!done) return;
  const { threadId, userId } = await answerOf(tx, messageId);
  await announce(userId, { threadId, messageId, status: done.status });
}

/** An answer with its conversation and who talks. */
export async function answerOf(tx: Tx, id: string) {
  return tx
    .selectFrom("chatMessages as m")
    .innerJoin("chatThreads as t", (join) =>
      join.onRef("t.tenantId", "=", "m.tenantId").onRef("t.id", "=", "m.chatThreadId"),
    )
    .select(["m.id", "m.chatThreadId as threadId", "t.userId"])
    .where("m.tenantId", "=", tenant())
    .where("m.id", "=", id)
    .executeTakeFirstOrThrow();
}
