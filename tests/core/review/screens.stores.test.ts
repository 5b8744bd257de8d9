import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Credit from "#core/credit/index.ts";
import { transaction } from "#platform/db.ts";
import type { ActivityDetail } from "#schema/activity.ts";
import type { ApprovalDetail } from "#schema/approval.ts";
import type { CreditEntry } from "#schema/credit.ts";
import type { Page } from "#schema/page.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let own: TestTenant;
let foreign: TestTenant;
let first: string;

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  first = (await furnish(own)).activity;
});
afterAll(closeStores);

describe("what an approval without a screen of its own is about", () => {
  const openStrategy = () =>
    as(machine(own.id), () =>
      transaction(async (tx) => {
        const { id } = await tx
          .selectFrom("strategies")
          .select("id")
          .where("tenantId", "=", own.id)
          .executeTakeFirstOrThrow();
        const subject = { type: "strategy", id, title: "Only ours" };
        const rest = { version: 1, contentHash: "0".repeat(64), stage: "client", author: "system:test" } as const;
        return Approval.open(tx, { kind: "strategy", subject, ...rest });
      }),
    );

  test("is read with it by its own people, and by nobody else", async () => {
    const id = await openStrategy();
    const seen = await ok<ApprovalDetail>(own.people.TA, "GET", `/dashboard/v1/approvals/${id}`);
    expect(seen.preview).toContain("What only its owners may know of the company.");
    expect((await call(foreign.people.TA, "GET", `/dashboard/v1/approvals/${id}`)).code).toBe("request.not_found");
  });

  test("that is no longer there is told as nothing, not as a failure", async () => {
    const subject = { type: "context_file", id: "ctx_gone", title: "Gone" };
    const id = await as(machine(own.id), () =>
      transaction((tx) => {
        const rest = { version: 1, contentHash: "0".repeat(64), stage: "client", author: "system:test" } as const;
        return Approval.open(tx, { kind: "context_file", subject, ...rest });
      }),
    );
    expect((await ok<ApprovalDetail>(own.people.TA, "GET", `/dashboard/v1/approvals/${id}`)).preview).toBeNull();
  });
});

test("work tells what it waits for and what waits for it", async () => {
  const second = await as(machine(own.id), () =>
    transaction((tx) =>
      Activity.plan(tx, {
        ...{ type: "blog_post", doer: "blog-writer", title: "After it", priority: "normal", input: {} },
        dependsOn: [first],
      }),
    ),
  );
  const read = (id: string) => ok<ActivityDetail>(own.people.TM, "GET", `/tenant/v1/activities/${id}`);
  const [before, after] = [await read(first), await read(second)];
  expect(before).toMatchObject({ waitsFor: [], neededBy: [{ id: second, title: "After it", status: "pending" }] });
  expect(after).toMatchObject({ waitsFor: [{ id: first }], neededBy: [] });
  expect((await call(foreign.people.DM, "GET", `/tenant/v1/activities/${second}`)).code).toBe("request.not_found");
});

test("the ledger shows only the movements that are asked for, and a page of others cannot be gone on with", async () => {
  await as(machine(own.id), async () => {
    for (const amount of [100, 200, 300]) {
      const work = { subject: { type: "strategy", id: `stg_${amount}` } };
      await Credit.reserve({ ...work, rateKey: "blog_post", amount });
      await Credit.release(work);
    }
  });
  const path = "/tenant/v1/credits/ledger";
  const page = await ok<Page<CreditEntry>>(own.people.TM, "GET", `${path}?type=reserved&limit=2`);
  expect(page.items.map(({ type, amount }) => [type, Math.abs(amount)])).toEqual([
    ["reserved", 3],
    ["reserved", 2],
  ]);
  const rest = await ok<Page<CreditEntry>>(
    own.people.TM,
    "GET",
    `${path}?type=reserved&limit=2&cursor=${page.nextCursor}`,
  );
  expect(rest.items.every(({ type }) => type === "reserved")).toBe(true);
  expect((await call(own.people.TM, "GET", `${path}?limit=2&cursor=${page.nextCursor}`)).status).toBe(400);
  expect((await call(own.people.TM, "GET", `${path}?type=stolen`)).status).toBe(422);
});
