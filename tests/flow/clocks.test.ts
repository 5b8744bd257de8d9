import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { root } from "#localstack/paths.ts";
import { asPlatform } from "#platform/db.ts";
import { type Schedule, schedules } from "#schema/schedules.ts";
import { closeStores } from "#tests/support/close.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { type Product, startProduct } from "#tests/support/product.ts";

const cloud = ownCloud();
let product: Product;

beforeAll(async () => {
  product = await startProduct(cloud());
});
afterAll(async () => {
  await product?.stop();
  await closeStores();
});

const patience = { timeout: 120_000, interval: 250 };
const open = () =>
  asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select(["agent", "status"])
      .where("status", "in", ["queued", "running", "waiting_callback"])
      .execute(),
  );
const undelivered = () =>
  asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("id")
      .where("deliveredAt", "is", null)
      .where("availableAt", "<=", new Date())
      .limit(1)
      .execute(),
  );

// Any of them may strike while somebody looks at the demo, the first time with all that has come due meanwhile.
test("every clock, on the data of the demo, comes to its end and leaves nothing failed behind", async () => {
  for (const { function: path } of Object.values<Schedule>(schedules)) {
    const file = join(root, path.replace(/\.handler$/, ".ts"));
    const { handler } = (await import(file)) as { handler: (event: object, context: object) => Promise<unknown> };
    await handler({}, {});
  }
  await vi.waitFor(async () => expect([await open(), await undelivered()]).toEqual([[], []]), patience);
  const left = await asPlatform(async (tx) => ({
    letters: await tx.selectFrom("deadLetters").select(["queue", "errorMessage"]).execute(),
    failed: await tx.selectFrom("agentRuns").select(["agent", "errorMessage"]).where("status", "=", "error").execute(),
  }));
  expect(left).toEqual({ letters: [], failed: [] });
});
