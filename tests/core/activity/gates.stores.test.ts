import { afterAll, beforeEach, expect, test } from "vitest";
import { blockedBy } from "#core/activity/gates.ts";
import { forbids } from "#core/run/order.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

/** What an activity waits for, and what forbids a run about a thing, of the same writer. */
const gates = () =>
  as(machine(tenant.id), () =>
    transaction(async (tx) => [
      await blockedBy(tx, { id: newId("activity"), type: "landing_page", doer: "landing-page-writer" }, 1),
      await forbids(tx, "landing-page-writer"),
    ]),
  );
const make = (values: { status?: string; plan?: string; contractAcceptedAt?: null }) =>
  asPlatform((tx) => tx.updateTable("tenants").set(values).where("id", "=", tenant.id).execute());

test("an activity and a run about a thing pass the same gates, in the same order", async () => {
  expect(await gates()).toEqual([null, null]);
  await ok(tenant.people.DM, "POST", "/tenant/v1/agents/landing-page-writer/pause");
  expect(await gates()).toEqual(["agent_paused", "agent_paused"]);
  await make({ plan: "free" });
  expect(await gates()).toEqual(["plan", "plan"]);
  await make({ contractAcceptedAt: null });
  expect(await gates()).toEqual(["contract", "contract"]);
  await make({ status: "suspended" });
  expect(await gates()).toEqual(["tenant", "tenant"]);
});

test.each(["onboarding", "trialing", "active"])("agents work for a client that is %s", async (status) => {
  await make({ status });
  expect(await gates()).toEqual([null, null]);
});
