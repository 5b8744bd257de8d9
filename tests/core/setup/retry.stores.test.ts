import { afterAll, beforeEach, expect, test } from "vitest";
import { execute } from "#core/run/execute.ts";
import * as outcomes from "#core/run/outcomes.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ContextFiles } from "#schema/context.ts";
import { newId } from "#schema/ids.ts";
import type { SetupState } from "#schema/setup.ts";
import type { StrategyVersion } from "#schema/strategy.ts";
import type { Workspace } from "#schema/tenant.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

const state = () => ok<SetupState>(tenant.people.TA, "GET", "/tenant/v1/setup");
const retry = (step: string) => ok<SetupState>(tenant.people.TA, "POST", "/tenant/v1/setup/retry", { body: { step } });
const versions = async () => (await ok<ContextFiles>(tenant.people.TA, "GET", "/tenant/v1/context")).versions;
const launch = () =>
  ok(tenant.people.TA, "POST", "/dashboard/v1/onboarding/launch", {
    body: { research: { client: false, competitor: false } },
  });
const giveUp = () =>
  asPlatform((tx) =>
    tx.updateTable("contextFiles").set({ status: "archived" }).where("tenantId", "=", tenant.id).execute(),
  );

test("a context file that was given up is begun again, once, and one at work is left alone", async () => {
  await launch();
  expect(await versions()).toHaveLength(1);
  await retry("context_file");
  expect(await versions()).toHaveLength(1);
  await giveUp();
  await retry("context_file");
  await retry("context_file");
  expect((await versions()).map(({ version, status }) => [version, status])).toEqual([
    [2, "draft"],
    [1, "archived"],
  ]);
});

test("both kinds of research are done side by side; one on competitors that fails for good keeps nothing back", async () => {
  await ok(tenant.people.TA, "POST", "/dashboard/v1/onboarding/launch", { body: {} });
  const research = () =>
    asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .selectAll()
        .where("tenantId", "=", tenant.id)
        .where("agent", "in", ["client-researcher", "competitor-researcher"])
        .orderBy("agent")
        .execute(),
    );
  const [client, competitor] = await research();
  expect([client, competitor]).toMatchObject([
    { agent: "client-researcher", status: "queued" },
    { agent: "competitor-researcher", status: "queued" },
  ]);
  await asPlatform((tx) =>
    tx
      .updateTable("agentRuns")
      .set({ status: "error" })
      .where("id", "=", competitor?.id ?? "")
      .execute(),
  );
  await as(machine(tenant.id), () =>
    transaction((tx) => outcomes.giveUp(tx, competitor as never, "provider_error", "The model does not answer.")),
  );
  expect(await versions()).toEqual([]);
  await as(machine(tenant.id), () => execute(client?.id ?? ""));
  expect(await versions()).toMatchObject([{ version: 1, status: "draft" }]);
});

test("a strategy that was sent back for good reads as failed, and is begun again when the chain itself is over", async () => {
  await launch();
  const written = { status: "approved", body: "x".repeat(600), sha256: sha256("x") };
  await asPlatform(async (tx) => {
    await tx.updateTable("contextFiles").set(written).where("tenantId", "=", tenant.id).execute();
    const file = await tx
      .selectFrom("contextFiles")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("strategies")
      .values({
        ...{ tenantId: tenant.id, id: newId("strategy"), version: 1, status: "rejected", title: "First" },
        ...{ body: written.body, sha256: written.sha256, startsOn: "2026-01-01", endsOn: "2026-07-01" },
        ...{ contextFileId: file.id, rejectionNote: "Not what we asked for." },
      })
      .execute();
  });
  expect((await state()).steps.find(({ name }) => name === "strategy")).toMatchObject({ status: "failed" });
  await retry("strategy");
  const { items } = await ok<{ items: StrategyVersion[] }>(tenant.people.TA, "GET", "/tenant/v1/strategies");
  expect(items.map(({ version, status }) => [version, status])).toEqual([
    [2, "draft"],
    [1, "rejected"],
  ]);
});

test("the workspace says that its wizard waits, that it was put off, and that it is done", async () => {
  const setup = async () => (await ok<Workspace>(tenant.people.TM, "GET", "/tenant/v1/me")).setup;
  expect(await setup()).toBe("open");
  await ok(tenant.people.TA, "POST", "/dashboard/v1/onboarding/steps/launch/skip");
  expect(await setup()).toBe("deferred");
  await ok(tenant.people.TA, "POST", "/dashboard/v1/onboarding/steps/launch/reopen");
  expect(await setup()).toBe("open");
  await launch();
  expect(await setup()).toBeNull();
});
