import * as Effect from "#core/effect/index.ts";
import { reference, require, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import {
  type DeadLetterChoice,
  type DeadLetterDiscard,
  type DeadLettersHandled,
  handledMax,
} from "#schema/dead-letter.ts";
import { AppError } from "#schema/errors.ts";
import { Message, type QueueName, queues } from "#schema/queues.ts";

type Row = Awaited<ReturnType<typeof open>>[number];

/**
 * Gives jobs another set of attempts: each is ordered anew, for the same client, with what it carried. Whoever takes it checks the
 * state first, so work that has ended since is not done again. Those that were handled already are left.
 * @throws request.illegal_transition for one that nothing takes any more
 */
export function redrive(choice: DeadLetterChoice): Promise<DeadLettersHandled> {
  return handle(choice, "redriven", async (tx, row) => {
    await orderAgain(tx, row);
    await Effect.audit("dead_letter.redriven", subject(row), { after: { queue: row.queue, code: row.errorCode } });
  });
}

/** Puts jobs aside for good, with the reason. Those that were handled already are left. */
export function discard({ reason, ...choice }: DeadLetterDiscard): Promise<DeadLettersHandled> {
  return handle(
    choice,
    "discarded",
    (_tx, row) =>
      Effect.audit("dead_letter.discarded", subject(row), { after: { queue: row.queue, code: row.errorCode } }, reason),
    reason,
  );
}

async function handle(
  choice: DeadLetterChoice,
  status: "redriven" | "discarded",
  act: (tx: Tx, row: Row) => Promise<void>,
  note: string | null = null,
): Promise<DeadLettersHandled> {
  require("system.operate", "handle dead letters", "platform");
  return transaction(async (tx) => {
    const rows = await open(tx, choice);
    for (const row of rows) {
      await tx
        .updateTable("deadLetters")
        .set({ status, handledBy: reference(), handledAt: new Date(), note })
        .where("id", "=", row.id)
        .execute();
      await (row.tenantId === null ? act(tx, row) : within(row.tenantId, () => act(tx, row)));
    }
    if (rows.length > 0) await Effect.live("platform:updated", { keys: ["system/dead-letters"] });
    return { handled: rows.length, left: await leftOf(tx, choice, rows) };
  });
}

// The rows are held, so that of two people who press at once one finds them handled.
function open(tx: Tx, choice: DeadLetterChoice) {
  const all = tx
    .selectFrom("deadLetters")
    .select(["id", "tenantId", "queue", "jobId", "payload", "errorCode"])
    .where("status", "=", "open")
    .orderBy("lastFailedAt")
    .orderBy("id")
    .limit(handledMax)
    .forUpdate();
  const chosen =
    "ids" in choice
      ? all.where("id", "in", choice.ids)
      : all.where("queue", "=", choice.queue).where("errorCode", "=", choice.code);
  return chosen.execute();
}

async function leftOf(tx: Tx, choice: DeadLetterChoice, rows: readonly Row[]): Promise<number> {
  if ("ids" in choice) return new Set(choice.ids).size - rows.length;
  const { count } = await tx
    .selectFrom("deadLetters")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("status", "=", "open")
    .where("queue", "=", choice.queue)
    .where("errorCode", "=", choice.code)
    .executeTakeFirstOrThrow();
  return count;
}

async function orderAgain(tx: Tx, row: Row): Promise<void> {
  if (row.queue === "outbox") return deliverAgain(tx, row.jobId);
  const message = Message.pick({ data: true }).safeParse(row.payload);
  const queue = Object.hasOwn(queues, row.queue) ? (row.queue as QueueName) : null;
  const data = queue && message.success ? queues[queue].payload.safeParse(message.data.data) : null;
  if (!queue || !data?.success)
    throw new AppError(
      "request.illegal_transition",
      `Nothing takes a job of ${row.queue} that carries what ${row.id} does. Discard it.`,
    );
  // The schema of the queue has just read it; TypeScript cannot follow a pair through a variable key.
  await Effect.job(queue, data.data as never);
}

async function deliverAgain(tx: Tx, outboxId: string): Promise<void> {
  const row = await tx
    .updateTable("outbox")
    .set({ deliveredAt: null, attempts: 0, availableAt: new Date() })
    .where("id", "=", outboxId)
    .returning("id")
    .executeTakeFirst();
  if (!row)
    throw new AppError("request.illegal_transition", `${outboxId} is not kept any more. Discard its dead letter.`);
}

function subject({ id, queue }: Row) {
  return { type: "dead_letter", id, label: queue };
}
