import { ZodError } from "zod";
import { Busy, Fatal } from "#core/busy.ts";
import { provide } from "#platform/actor.ts";
import { log } from "#platform/log.ts";
import { AppError } from "#schema/errors.ts";
import type { QueueAnswer, QueueEvent, QueueName } from "#schema/queues.ts";
import { Message, queues } from "#schema/queues.ts";
import type { Delivered, Handlers, Worker } from "./handlers.ts";
import { isOutage } from "./outage.ts";
import { remember, seen } from "./seen.ts";

type Item = QueueEvent["Records"][number];
type Failure = QueueAnswer["batchItemFailures"][number];

const outageWaitMs = 2_000;
// What the same message will meet again however often it is tried.
const fatalStatus: readonly number[] = [400, 401, 402, 403, 404, 413, 415, 422];

/** The handler of a queue, whatever its messages carry: what it is given was parsed by the schema of its own queue. */
type Run = (data: unknown, message: Delivered) => Promise<void>;

/**
 * The queue door: takes records of the queues it has handlers for, restores who acts for which tenant and runs each handler.
 * One record's failure does not touch the others; a record that was handled to its end before is done already.
 */
export function handle<W extends Worker>(handlers: Handlers<W>): (event: QueueEvent) => Promise<QueueAnswer> {
  // The table pairs each queue with the handler of its own payload; TypeScript cannot follow a pair through a variable key.
  const runs = Object.entries(handlers) as [QueueName, Run][];
  return async (event) => {
    const byQueue = Map.groupBy(event.Records, (record) =>
      runs.find(([queue]) => record.eventSourceARN.endsWith(`:${queue}`)),
    );
    const failures = await Promise.all(
      [...byQueue].map(([served, records]) => (served ? handleQueue(...served, records) : records.map(strayed))),
    );
    return { batchItemFailures: failures.flat() };
  };
}

async function handleQueue(queue: QueueName, run: Run, records: readonly Item[]): Promise<Failure[]> {
  const asQueue = <T>(work: () => Promise<T>) =>
    provide({ kind: "system", tenantId: null, name: queue }, { door: queue, requestId: queue }, work);
  try {
    const ids = records.map((record) => record.messageId);
    const done = await asQueue(() => seen(queue, ids));
    const fresh = records.filter((record) => !done.has(record.messageId));
    const failures = (await Promise.all(fresh.map((record) => handleRecord(queue, run, record)))).filter(
      (failure) => failure !== null,
    );
    const failed = new Set(failures.map((failure) => failure.itemIdentifier));
    const handled = fresh.map((record) => record.messageId).filter((id) => !failed.has(id));
    if (handled.length > 0) await asQueue(() => remember(queue, handled));
    return failures;
  } catch (error) {
    if (!isOutage(error)) throw error;
    return records.map((record) => ({ itemIdentifier: record.messageId, ...explain(error) }));
  }
}

function handleRecord(queue: QueueName, run: Run, record: Item): Promise<Failure | null> {
  const parsed = readRecord(queue, record);
  if (!parsed.ok) {
    return Promise.resolve({
      itemIdentifier: record.messageId,
      reason: parsed.reason,
      code: "bad_message",
      fatal: true,
    });
  }
  const { message, data } = parsed;
  const { tenantId } = message;
  const origin = { door: queue, requestId: message.requestId ?? record.messageId, jobId: record.messageId };
  return provide({ kind: "system", tenantId, name: queue }, origin, () => {
    const receiveCount = Number(record.attributes.ApproximateReceiveCount);
    return attempt(queue, run, data, { tenantId, jobId: record.messageId, receiveCount });
  });
}

async function attempt(queue: QueueName, run: Run, data: unknown, message: Delivered): Promise<Failure | null> {
  const startedMs = Date.now();
  const facts = () => ({ queue, jobId: message.jobId, durationMs: Date.now() - startedMs });
  try {
    await run(data, message);
    log.info(facts(), "job done");
    return null;
  } catch (error) {
    const failure = explain(error);
    const stack = failure.retryAfterMs === undefined && error instanceof Error ? error.stack : undefined;
    log.warn({ ...facts(), receiveCount: message.receiveCount, ...failure, stack }, "job not done");
    return { itemIdentifier: message.jobId, ...failure };
  }
}

function readRecord(
  queue: QueueName,
  record: Item,
): { ok: true; message: Message; data: unknown } | { ok: false; reason: string } {
  try {
    const message = Message.parse(JSON.parse(record.body));
    return { ok: true, message, data: queues[queue].payload.parse(message.data) };
  } catch (error) {
    const reason =
      error instanceof ZodError
        ? error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")
        : "the body is not JSON";
    return { ok: false, reason: `The message of ${queue} cannot be read: ${reason}` };
  }
}

function explain(error: unknown): Omit<Failure, "itemIdentifier"> {
  const reason = (error instanceof Error ? error.message : String(error)) || "unknown";
  if (error instanceof Busy) return { reason, code: "busy", retryAfterMs: error.retryAfterMs };
  if (error instanceof Fatal) return { reason, code: error.code, fatal: true };
  if (isOutage(error)) return { reason, code: "unavailable", retryAfterMs: outageWaitMs };
  if (error instanceof AppError)
    return { reason, code: error.code, ...(fatalStatus.includes(error.status) ? { fatal: true } : {}) };
  return { reason, code: "failed" };
}

function strayed(record: Item): Failure {
  return {
    itemIdentifier: record.messageId,
    reason: `This function does not serve ${record.eventSourceARN}.`,
    code: "bad_message",
    fatal: true,
  };
}
