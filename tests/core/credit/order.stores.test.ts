import { afterAll, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as Credit from "#core/credit/index.ts";
import { type Tx, transaction } from "#platform/db.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";

afterAll(closeStores);

const plan = (tx: Tx, title: string) =>
  Activity.plan(tx, { type: "gbp_post", doer: "gbp-post-writer", title, priority: "normal", input: {} });

test("who pays and then plans, and who plans and then pays, never wait for each other", async () => {
  const tenant = await freshTenant();
  const work = (of: (tx: Tx) => Promise<unknown>) => as(machine(tenant.id), () => transaction(of));
  const both = Array.from({ length: 8 }, (_, n) => [
    work(async (tx) => {
      await Credit.lock(tx);
      await plan(tx, `Paid before it is planned ${n}`);
    }),
    work(async (tx) => {
      await Activity.consider(tx, await plan(tx, `Planned before it is paid ${n}`));
    }),
  ]);
  expect((await Promise.all(both.flat())).length).toBe(16);
});
