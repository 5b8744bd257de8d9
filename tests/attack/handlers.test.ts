import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { QdrantClient } from "@qdrant/js-client-rest";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadHandler } from "#localstack/host/load.ts";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { type RunAgent, runAgents } from "#schema/agent.ts";
import type { QueueAnswer, QueueEvent, QueueName } from "#schema/queues.ts";
import { queueNames, queues } from "#schema/queues.ts";
import { collectionOf, defaultEmbeddingModel } from "#schema/vectors.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, type Things, title } from "#tests/support/furnish.ts";
import { outside } from "#tests/support/outside.ts";
import { ownSimulators } from "#tests/support/own-simulators.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

const agentMessages = Object.fromEntries(
  runAgents.map((agent) => [`agent__${agent}`, ({ run }: Things) => [{ runId: run, agent }]]),
) as Record<`agent__${RunAgent}`, (things: Things) => unknown[]>;

/** A message of each queue that names things of a tenant. A queue that is missing here does not compile. */
const messages: Record<QueueName, (things: Things) => unknown[]> = {
  ...agentMessages,
  // Names nothing of a tenant.
  adapter__check: ({ run }) => [{ checkId: run.replace("run_", "adc_") }],
  channel__sync: ({ measuredChannel }) => [{ channelId: measuredChannel }],
  publish__blog: stepsOf,
  publish__social: stepsOf,
  publish__gbp: stepsOf,
  publish__newsletter: (things) => [
    ...stepsOf(things),
    { newsletterId: things.newsletter, userId: things.person, step: "test" },
  ],
  publish__ads: stepsOf,
  rag__ingest: ({ datasetFile, blogPost }) => [
    ...["file", "purge"].map((kind) => ({ kind, fileId: datasetFile, generation: 1 })),
    { kind: "text", subjectType: "blog_post", subjectId: blogPost },
  ],
  notifications__route: ({ blogPost, delivery }) => [
    {
      outboxId: delivery.replace("ntd_", "obx_"),
      event: "content.published",
      subjectType: "blog_post",
      subjectId: blogPost,
      data: { title, url: "https://example.test" },
    },
  ],
  notifications__email: ({ delivery }) => [{ deliveryId: delivery }],
  notifications__account: ({ delivery }) => [{ mailId: delivery.replace("ntd_", "acm_") }],
  notifications__web: ({ delivery }) => [{ deliveryId: delivery }],
  search__sync: ({ blogPost }) => [{ collection: "blogs", entityId: blogPost }],
};

const cases = queueNames.map((queue) => ({ queue }));
/** Queues whose jobs concern the platform and carry no tenant. */
const ofPlatform: ReadonlySet<QueueName> = new Set(["adapter__check"]);
let own: TestTenant;
let foreign: TestTenant;
let foreignThings: Things;
let sent = 0;

ownSimulators();
beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  foreignThings = { ...(await furnish(foreign)), ...(await storeFile()) };
  await handle("search__sync", { collection: "blogs", entityId: foreignThings.blogPost }, foreign.id);
});
beforeEach(() => outside.forgetCalls());
afterAll(closeStores);

/** A file with bytes and vectors, so that there is something to destroy. */
async function storeFile(): Promise<{ datasetFile: string }> {
  const bytes = new TextEncoder().encode(
    "# Vault\n\nThe vault of the owners holds 77 bars and opens at 9:00 each Monday.\n",
  );
  const description = { purpose: "dataset", fileName: "vault.md", mime: "text/markdown", bytes: bytes.length };
  const ticket = await ok<{ uploadId: string; url: string; headers: Record<string, string> }>(
    foreign.people.TM,
    "POST",
    "/media/v1/uploads",
    { body: description },
  );
  await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: bytes });
  await ok(foreign.people.TM, "POST", `/media/v1/uploads/${ticket.uploadId}/complete`);
  const path = `/tenant/v1/datasets/${foreign.datasetId}/files`;
  const body = { uploadIds: [ticket.uploadId] };
  const { items } = await ok<{ items: { id: string }[] }>(foreign.people.TM, "POST", path, { body });
  const datasetFile = items[0]?.id ?? "";
  await handle("rag__ingest", { kind: "file", fileId: datasetFile, generation: 1 }, foreign.id);
  return { datasetFile };
}

async function handle(
  queue: QueueName,
  data: unknown,
  tenantId: string | null,
): Promise<QueueAnswer["batchItemFailures"]> {
  const message = { actor: "system:test", tenantId, requestId: "req_test", createdAt: new Date().toISOString(), data };
  const record = {
    messageId: `obx_attack${++sent}`,
    body: JSON.stringify(message),
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
    eventSource: "bullmq" as const,
    eventSourceARN: `arn:leadmetrics:bullmq:::${queue}`,
  };
  const event: QueueEvent = { Records: [record] };
  const handler = await loadHandler(queues[queue].function);
  return ((await handler(event)) as QueueAnswer).batchItemFailures;
}

/** Everything of the other tenant, in every store. */
async function everythingOf(tenant: TestTenant, fileId: string) {
  const qdrant = new QdrantClient({
    url: process.env["QDRANT_URL"] ?? "",
    headers: { "api-key": process.env["QDRANT_API_KEY"] ?? "" },
    checkCompatibility: false,
  });
  const filter = { must: [{ key: "tenant_id", match: { value: tenant.id } }] };
  const vectors = await qdrant.count(collectionOf(defaultEmbeddingModel), { filter, exact: true });
  const file = await pool(platformRole).query<{ s3_key: string }>("select s3_key from dataset_files where id = $1", [
    fileId,
  ]);
  const s3 = new S3Client({
    endpoint: process.env["S3_ENDPOINT"] ?? "",
    region: "us-east-1",
    forcePathStyle: true,
    credentials: {
      accessKeyId: process.env["S3_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: process.env["S3_SECRET_ACCESS_KEY"] ?? "",
    },
  });
  const object = await s3.send(
    new GetObjectCommand({ Bucket: process.env["S3_BUCKET"] ?? "", Key: file.rows[0]?.s3_key ?? "" }),
  );
  const search = await ok(tenant.people.TA, "POST", "/v1/search", { body: { q: title } });
  return {
    rows: await digestOf(tenant.id),
    vectors: vectors.count,
    bytes: (await object.Body?.transformToByteArray())?.length,
    found: JSON.stringify(search).includes(foreignThings.blogPost),
    mails: (await outside.mails(tenant.people.TA.email)).length,
    posts: await outside.timesPosted(),
  };
}

test("there is something of the other tenant to destroy", async () => {
  const all = await everythingOf(foreign, foreignThings.datasetFile);
  expect(all.vectors).toBeGreaterThan(0);
  expect(all.bytes).toBeGreaterThan(0);
  expect(all.found).toBe(true);
});

describe("a job of one tenant that names another tenant's things", () => {
  test.each(cases)("has no effect in $queue", async ({ queue }) => {
    const before = await everythingOf(foreign, foreignThings.datasetFile);
    for (const data of messages[queue](foreignThings)) await handle(queue, data, own.id);
    expect(await everythingOf(foreign, foreignThings.datasetFile)).toEqual(before);
  });
});

describe("a job without a tenant", () => {
  test.each(cases.filter(({ queue }) => !ofPlatform.has(queue)))(
    "is refused by $queue and has no effect",
    async ({ queue }) => {
      const before = await everythingOf(foreign, foreignThings.datasetFile);
      for (const data of messages[queue](foreignThings)) {
        expect(await handle(queue, data, null)).toMatchObject([{ fatal: true }]);
      }
      expect(await everythingOf(foreign, foreignThings.datasetFile)).toEqual(before);
    },
  );
});

describe("a job that cannot be read", () => {
  test.each(cases)("is refused by $queue for good", async ({ queue }) => {
    expect(await handle(queue, { nonsense: true }, own.id)).toMatchObject([{ code: "bad_message", fatal: true }]);
    expect(await handle(queue, messages[queue](foreignThings)[0], "not-a-tenant")).toMatchObject([{ fatal: true }]);
  });
});

function stepsOf({ publishAttempt }: Things) {
  return ["post", "check", "look_up"].map((step) => ({ attemptId: publishAttempt, step }));
}
