import { afterAll, expect, test } from "vitest";
import * as Request from "#core/request/index.ts";
import { asPlatform } from "#platform/db.ts";
import type { ApprovalItem, BulkResult } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

async function asked(tenant: TestTenant, topics: readonly string[]): Promise<ApprovalItem[]> {
  for (const topic of topics) await as(tenant.people.TM, () => Request.create({ topic }));
  const { items } = await ok<{ items: ApprovalItem[] }>(
    tenant.people.DM,
    "GET",
    "/dm/v1/approvals?kind=content_request",
  );
  return items;
}

function bulk(who: TestPerson, items: readonly Pick<ApprovalItem, "id" | "contentHash">[], more: object = {}) {
  return call<{ results: BulkResult[] }>(who, "POST", "/dm/v1/approvals/bulk/resolve", {
    body: { items: items.map(({ id, contentHash }) => ({ id, contentHash })), decision: "approve", ...more },
  });
}

test("each of several is decided alone, and says why when it is refused", async () => {
  const tenant = await freshTenant();
  const { DM, TA } = tenant.people;
  const [first, second, third] = await asked(tenant, ["A first topic", "A second topic", "A third topic"]);
  if (!first || !second || !third) throw new Error("Three requests wait.");
  const stranger = (await asked(await freshTenant(), ["Nobody else's topic"]))[0];
  expect((await bulk(TA, [first])).status).toBe(403);
  const mixed = [{ ...first }, { ...second, contentHash: "0".repeat(64) }, { ...third }, { ...(stranger ?? first) }];
  const { results } = (await bulk(DM, mixed)).body;
  expect(results.map(({ id, ok: done, error }) => [id, done, error?.code])).toEqual([
    [first.id, true, undefined],
    [second.id, false, "approval.approval_stale"],
    [third.id, true, undefined],
    [stranger?.id, false, "request.not_found"],
  ]);
  const left = await ok<{ items: { kind: string; risk: string; count: number }[] }>(
    DM,
    "GET",
    "/dm/v1/approvals/counts",
  );
  expect(left.items).toMatchObject([{ kind: "content_request", risk: "low", count: 1 }]);
  expect((await bulk(DM, [first])).body.results[0]?.error?.code).toBe("approval.approval_closed");
});

test("high risk, more than one risk, and what a client wants decided singly are not for many at once", async () => {
  const tenant = await freshTenant();
  const { DM } = tenant.people;
  const [first, second] = await asked(tenant, ["A first topic", "A second topic"]);
  if (!first || !second) throw new Error("Two requests wait.");
  const risk = (id: string, level: string) =>
    asPlatform((tx) => tx.updateTable("approvals").set({ risk: level }).where("id", "=", id).execute());
  await risk(second.id, "medium");
  expect((await bulk(DM, [first, second])).code).toBe("request.validation_failed");
  await risk(second.id, "high");
  expect((await bulk(DM, [second])).code).toBe("request.validation_failed");
  expect((await bulk(DM, [first], { decision: "reject" })).code).toBe("request.validation_failed");
  const policy = { kind: "content_request", mode: "internal", bulkAllowed: false };
  await asPlatform((tx) =>
    tx
      .insertInto("approvalPolicies")
      .values({ tenantId: tenant.id, id: newId("approvalPolicy"), ...policy })
      .execute(),
  );
  expect((await bulk(DM, [first])).body.results[0]).toMatchObject({
    ok: false,
    error: { code: "request.illegal_transition" },
  });
  expect((await ok<ApprovalItem>(DM, "GET", `/dm/v1/approvals/${first.id}`)).status).toBe("pending");
});
