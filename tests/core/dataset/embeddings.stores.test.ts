import { afterAll, afterEach, expect, test } from "vitest";
import { prepare, take } from "#core/dataset/crawled.ts";
import * as Dataset from "#core/dataset/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { callsTo, withAdapters, withoutAdapters } from "#tests/support/adapters.ts";
import { booksOf } from "#tests/support/books.ts";
import { closeStores } from "#tests/support/close.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

// Adapters are everybody's.
ownCloud();
afterEach(withoutAdapters);
afterAll(closeStores);

const model = "text-embedding-3-small";
const longText = (what: string) =>
  Array.from(
    { length: 400 },
    (_, at) =>
      `# ${what} ${at}\n\nSentence ${at} of ${what} says what nobody else says. ${"Words follow words. ".repeat(40)}`,
  ).join("\n\n");

/** A tenant whose documents are turned into vectors by a provider. */
async function dearTenant(set: Record<string, unknown> = {}): Promise<TestTenant> {
  await withAdapters({ kind: "openai", model });
  const tenant = await freshTenant({ plan: "pro" });
  await asPlatform(async (tx) => {
    const { id } = await tx
      .selectFrom("embeddingModels")
      .select("id")
      .where("name", "=", "openai-3-small-384")
      .executeTakeFirstOrThrow();
    await tx.updateTable("datasets").set({ embeddingModelId: id }).where("tenantId", "=", tenant.id).execute();
    if (Object.keys(set).length > 0) await tx.updateTable("tenants").set(set).where("id", "=", tenant.id).execute();
  });
  return tenant;
}

async function upload(tenant: TestTenant, what: string): Promise<string> {
  const fileId = await as(machine(tenant.id), async () => {
    const source = await prepare(longText(what), "text/markdown", "client_documents");
    if (!source) throw new Error("the tenant has no dataset");
    const about = { ...source, id: null, title: what, fileName: `${what}.md`, url: null, docKind: "document" as const };
    return transaction((tx) => take(tx, about));
  });
  return fileId ?? "";
}
const ingest = (tenant: TestTenant, fileId: string) => as(machine(tenant.id), () => Dataset.ingest(fileId, 1));
const calls = (tenant: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("llmCalls")
      .select(["purpose", "model", "status", "inputTokens", "costMicros", "runId"])
      .where("tenantId", "=", tenant.id)
      .execute(),
  );
const stateOf = (fileId: string) =>
  asPlatform(async (tx) => ({
    file: (await tx.selectFrom("datasetFiles").select("status").where("id", "=", fileId).executeTakeFirstOrThrow())
      .status,
    job: (
      await tx.selectFrom("ingestJobs").select("status").where("datasetFileId", "=", fileId).executeTakeFirstOrThrow()
    ).status,
  }));
const openHolds = (tenant: TestTenant) =>
  asPlatform((tx) =>
    tx
      .selectFrom("spendHolds")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("status", "!=", "settled")
      .execute(),
  );

test("vectors of a provider are held before and settled after, once a batch, and stand among the calls of models", async () => {
  const tenant = await dearTenant();
  const fileId = await upload(tenant, "lamps");
  await ingest(tenant, fileId);
  expect(await stateOf(fileId)).toEqual({ file: "ready", job: "done" });
  const made = await calls(tenant);
  expect(made.length).toBeGreaterThan(1);
  expect(
    made.every(({ purpose, model: of, status, runId }) => [purpose, of, status, runId].join() === `embed,${model},ok,`),
  ).toBe(true);
  expect(made.every(({ inputTokens, costMicros }) => inputTokens > 0 && Number(costMicros) > 0)).toBe(true);
  expect(await openHolds(tenant)).toEqual([]);
  const { ledger, balance } = await booksOf(tenant.id);
  expect(ledger.money).toEqual(balance.money);
  // All batches of a file are rounded up to a minor unit together.
  const total = made.reduce((sum, { costMicros }) => sum + Number(costMicros), 0);
  expect(balance.money).toMatchObject([{ held: 0, spent: Math.ceil(total / 10_000) }]);

  const asked = await callsTo("openai");
  const found = await as(machine(tenant.id), () => Dataset.retrieve({ query: "lamps 7", topK: 3, source: "sandbox" }));
  expect([found.degraded, (await callsTo("openai")) - asked]).toEqual([false, 1]);
});

test("without budget nothing is sent, the file waits, and what was paid for is not paid for again", async () => {
  const tenant = await dearTenant({ spendCapMinor: 0 });
  const fileId = await upload(tenant, "chairs");
  const asked = await callsTo("openai");
  await ingest(tenant, fileId);
  expect(await stateOf(fileId)).toEqual({ file: "processing", job: "paused_budget" });
  expect([await callsTo("openai"), await calls(tenant)]).toEqual([asked, []]);
  const mayGoOn = () => as(machine(tenant.id), () => transaction((tx) => Dataset.mayGoOn(tx, fileId)));
  expect(await mayGoOn()).toBe(false);
  const files = await as(tenant.people.TA, () => Dataset.file(fileId));
  expect(files).toMatchObject({ waitsForBudget: true });
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ spendCapMinor: 5_000 }).where("id", "=", tenant.id).execute(),
  );
  expect(await mayGoOn()).toBe(true);
  await ingest(tenant, fileId);
  expect(await stateOf(fileId)).toEqual({ file: "ready", job: "done" });
});

test("a client whose data stays here has no vectors made elsewhere, and pays nothing", async () => {
  const tenant = await dearTenant({ dataPrivacyLevel: "local_only" });
  const fileId = await upload(tenant, "tables");
  const asked = await callsTo("openai");
  await expect(ingest(tenant, fileId)).rejects.toMatchObject({ code: "local_only" });
  expect(await callsTo("openai")).toBe(asked);
  expect((await calls(tenant)).every(({ costMicros }) => Number(costMicros) === 0)).toBe(true);
  expect(await openHolds(tenant)).toEqual([]);
});
