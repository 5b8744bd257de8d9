import { loadHandler } from "#localstack/host/load.ts";
import type { QueueAnswer, QueueName } from "#schema/queues.ts";
import { queues } from "#schema/queues.ts";
import { call } from "#tests/support/api.ts";
import { digestOf } from "#tests/support/digest.ts";
import { title } from "#tests/support/furnish.ts";
import { Promises, type World } from "./world.ts";

let sent = 0;

async function deliver(
  queue: QueueName,
  tenantId: string | null,
  data: unknown,
): Promise<QueueAnswer["batchItemFailures"]> {
  const message = { actor: "system:test", tenantId, requestId: "req_test", createdAt: new Date().toISOString(), data };
  const record = {
    messageId: `obx_job${Date.now()}${++sent}`,
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
    eventSource: "bullmq" as const,
    eventSourceARN: `arn:leadmetrics:bullmq:::${queue}`,
  };
  const handler = await loadHandler(queues[queue].function);
  return ((await handler({ Records: [record] })) as QueueAnswer).batchItemFailures;
}

/** The queue door: a job works for the tenant of its message and for no other. Each queue is attacked in `handlers.test.ts`. */
export async function jobs({ own, foreign, ownThings, foreignThings }: World): Promise<string[]> {
  const promises = new Promises();
  const found = async (tenant: World["own"], id: string) =>
    JSON.stringify((await call(tenant.people.TA, "POST", "/v1/search", { body: { q: title } })).body).includes(id);
  const synced = { collection: "blogs", entityId: ownThings.blogPost };
  promises.holds(
    "a job of the tenant is done",
    (await deliver("search__sync", own.id, synced)).length === 0 && (await found(own, ownThings.blogPost)),
  );
  await deliver("search__sync", foreign.id, { collection: "blogs", entityId: foreignThings.blogPost });
  const before = await digestOf(foreign.id);
  await deliver("search__sync", own.id, { collection: "blogs", entityId: foreignThings.blogPost });
  promises.holds(
    "another tenant's post does not come into one's own index",
    !(await found(own, foreignThings.blogPost)),
  );
  promises.holds("nor out of its own", await found(foreign, foreignThings.blogPost));
  const [failure] = await deliver("notifications__email", null, { deliveryId: foreignThings.delivery });
  promises.holds("a job without a tenant ends for good", failure?.fatal === true);
  await deliver("notifications__email", own.id, { deliveryId: foreignThings.delivery });
  await deliver("publish__blog", own.id, { attemptId: foreignThings.publishAttempt, step: "post" });
  promises.holds(
    "nothing of the other tenant has changed",
    JSON.stringify(await digestOf(foreign.id)) === JSON.stringify(before),
  );
  return promises.broken;
}
