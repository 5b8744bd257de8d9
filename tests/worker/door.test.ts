import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { Busy, Fatal } from "#core/busy.ts";
import * as agents from "#functions/worker/agents.ts";
import * as crawl from "#functions/worker/crawl.ts";
import * as crm from "#functions/worker/crm.ts";
import { handle } from "#functions/worker/door.ts";
import type { Delivered, Worker } from "#functions/worker/handlers.ts";
import * as media from "#functions/worker/media.ts";
import * as metrics from "#functions/worker/metrics.ts";
import * as notifications from "#functions/worker/notifications.ts";
import * as publish from "#functions/worker/publish.ts";
import * as rag from "#functions/worker/rag.ts";
import * as searching from "#functions/worker/search.ts";
import * as visibility from "#functions/worker/visibility.ts";
import { current, origin } from "#platform/actor.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type QueueEvent, type QueueName, queueNames, queues } from "#schema/queues.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { freshTenant } from "#tests/support/tenant.ts";

const tenantId = newId("tenant");
let ran: { entityId: string; message: Delivered }[] = [];
let behave: (entityId: string) => Promise<void> = () => Promise.resolve();

const search = handle<"functions/worker/search.handler">({
  search__sync: ({ entityId }, message) => {
    ran.push({ entityId, message });
    return behave(entityId);
  },
});

/** The function behind each path of the catalogue. A path without a file does not compile. */
const workers: Record<Worker, typeof search> = {
  "functions/worker/agents.handler": agents.handler,
  "functions/worker/crawl.handler": crawl.handler,
  "functions/worker/crm.handler": crm.handler,
  "functions/worker/media.handler": media.handler,
  "functions/worker/metrics.handler": metrics.handler,
  "functions/worker/publish.handler": publish.handler,
  "functions/worker/rag.handler": rag.handler,
  "functions/worker/notifications.handler": notifications.handler,
  "functions/worker/search.handler": searching.handler,
  "functions/worker/visibility.handler": visibility.handler,
};

beforeEach(() => {
  ran = [];
  behave = () => Promise.resolve();
});
afterAll(closeStores);

function record(
  queue: QueueName,
  data: unknown,
  { id = newId("outbox"), count = 1, tenant = tenantId as string | null } = {},
): QueueEvent["Records"][number] {
  const message = {
    actor: "user:usr_1",
    tenantId: tenant,
    requestId: "req_9",
    createdAt: new Date().toISOString(),
    data,
  };
  return {
    messageId: id,
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: String(count), SentTimestamp: "0" },
    eventSource: "bullmq",
    eventSourceARN: `arn:leadmetrics:bullmq:::${queue}`,
  };
}

const sync = (entityId: string, options = {}) => record("search__sync", { collection: "blogs", entityId }, options);

describe("the queue door", () => {
  test("runs a message as the machine of its tenant, with the request that caused it", async () => {
    const seen: unknown[] = [];
    behave = async () => void seen.push(current(), origin());
    const item = sync("blg_1", { count: 3 });
    expect(await search({ Records: [item] })).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([
      { kind: "system", tenantId, name: "search__sync" },
      { door: "search__sync", requestId: "req_9", jobId: item.messageId },
    ]);
    expect(ran).toMatchObject([{ message: { receiveCount: 3, jobId: item.messageId, tenantId } }]);
  });

  test("does not run again what was handled to its end, and does run again what failed", async () => {
    const [good, bad] = [sync("good"), sync("bad")];
    behave = (entityId) => (entityId === "bad" ? Promise.reject(new Error("broken")) : Promise.resolve());
    const first = await search({ Records: [good, bad] });
    expect(first.batchItemFailures).toEqual([{ itemIdentifier: bad.messageId, reason: "broken", code: "failed" }]);
    behave = () => Promise.resolve();
    expect(await search({ Records: [good, bad] })).toEqual({ batchItemFailures: [] });
    expect(ran.map(({ entityId }) => entityId)).toEqual(["good", "bad", "bad"]);
  });

  test("says of each failure whether waiting, retrying or nothing helps", async () => {
    const errors: Record<string, Error> = {
      busy: new Busy("held", 700),
      fatal: new Fatal("hopeless", "no way"),
      missing: new AppError("request.not_found", "gone"),
      conflict: new AppError("request.stale_state", "changed meanwhile"),
      provider: new AppError("provider.provider_error", "down"),
      outage: Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" }),
    };
    behave = (entityId) => Promise.reject(errors[entityId] ?? new Error("?"));
    const items = Object.keys(errors).map((name) => sync(name));
    const { batchItemFailures } = await search({ Records: items });
    const facts = batchItemFailures.map(({ code, fatal, retryAfterMs }) => ({ code, fatal, retryAfterMs }));
    expect(facts).toEqual([
      { code: "busy", retryAfterMs: 700 },
      { code: "hopeless", fatal: true },
      { code: "request.not_found", fatal: true },
      { code: "request.stale_state" },
      { code: "provider.provider_error" },
      { code: "unavailable", retryAfterMs: 2_000 },
    ]);
  });

  test("refuses for good what it cannot read, and goes on with the rest", async () => {
    const broken = { ...sync("x"), body: "{not json" };
    const wrong = record("search__sync", { collection: "no_such", entityId: "blg_1" });
    const strange = record("rag__ingest", {});
    const good = sync("good");
    const { batchItemFailures } = await search({ Records: [broken, wrong, strange, good] });
    expect(
      batchItemFailures
        .map(({ itemIdentifier, code, fatal }) => ({ itemIdentifier, code, fatal }))
        .toSorted((a, b) => a.itemIdentifier.localeCompare(b.itemIdentifier)),
    ).toEqual(
      [broken, wrong, strange].map(({ messageId }) => ({
        itemIdentifier: messageId,
        code: "bad_message",
        fatal: true,
      })),
    );
    expect(ran.map(({ entityId }) => entityId)).toEqual(["good"]);
  });

  test.each(queueNames)("messages of %s are read by the function of the queue and by no other", async (queue) => {
    for (const [path, handler] of Object.entries(workers)) {
      const { batchItemFailures } = await handler({ Records: [record(queue, "unreadable")] });
      const isServed = path === queues[queue].function;
      const reason = isServed ? `The message of ${queue} cannot be read` : "This function does not serve";
      expect(batchItemFailures).toMatchObject([{ reason: expect.stringContaining(reason), fatal: true }]);
    }
  });

  test("finds nothing of another tenant, whatever the message names", async () => {
    const [mine, theirs] = [await freshTenant(), await freshTenant()];
    const { publishAttempt } = await furnish(theirs);
    const { batchItemFailures } = await publish.handler({
      Records: [record("publish__blog", { attemptId: publishAttempt, step: "look_up" }, { tenant: mine.id })],
    });
    expect(batchItemFailures).toMatchObject([{ code: "request.not_found", fatal: true }]);
  });
});
