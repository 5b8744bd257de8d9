import { afterAll, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { AgentName } from "#schema/agent.ts";
import type { GoalDetail } from "#schema/goal.ts";
import { newId } from "#schema/ids.ts";
import type { LeadDetail } from "#schema/lead.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "#tests/support/work.ts";

afterAll(closeStores);

const today = new Date().toISOString().slice(0, 10);

/** What an agent would read for a run about something. */
const inputOf = (tenant: TestTenant, agent: AgentName, subjectId: string) =>
  as(machine(tenant.id), async () =>
    agents[agent].input.parse(await agents[agent].load({ subjectId } as unknown as ClaimedRun)),
  );

async function leadGoal(tenantId: string, metric: string): Promise<string> {
  const id = newId("goal");
  const goal = { title: "More enquiries", metric, unit: "leads", direction: "up", status: "active" };
  const span = { startsOn: today, dueOn: `${Number(today.slice(0, 4)) + 1}-01-31` };
  await asPlatform((tx) =>
    tx
      .insertInto("goals")
      .values({ tenantId, id, ...goal, ...span, baselineValue: 8, targetValue: 9, currentValue: 8 })
      .execute(),
  );
  return id;
}

test("a goal of leads counts each lead once, when it is first found fit, and follows every such change", async () => {
  const tenant = await freshTenant({ plan: "free" });
  const { TM } = tenant.people;
  const id = await leadGoal(tenant.id, "qualified_leads");
  const other = await leadGoal(tenant.id, "cost_per_lead");
  const write = async (email: string) => (await ok<LeadDetail>(TM, "POST", "/tenant/v1/leads", { body: { email } })).id;
  const move = (lead: string, body: object) => ok(TM, "POST", `/tenant/v1/leads/${lead}/status`, { body });
  const goal = async (of = id) => (await ok<GoalDetail>(TM, "GET", `/tenant/v1/goals/${of}`)).currentValue;
  const [one, two, three] = [
    await write("a@one.example"),
    await write("b@two.example"),
    await write("c@three.example"),
  ];
  await move(one, { verb: "contact" });
  await workAll(tenant);
  expect(await goal()).toBe(8);
  await move(one, { verb: "qualify" });
  await workAll(tenant);
  expect(await goal()).toBe(1);
  await move(one, { verb: "disqualify", reason: "no_budget" });
  await move(one, { verb: "reopen" });
  await move(one, { verb: "qualify" });
  await move(two, { verb: "qualify" });
  await asPlatform((tx) =>
    tx
      .updateTable("leads")
      .set({ qualifiedAt: new Date(Date.now() - 40 * 86_400_000) })
      .where("id", "=", three)
      .execute(),
  );
  await workAll(tenant);
  expect(await goal()).toBe(2);
  expect(await goal(other)).toBe(8);
});

test("strategy, quantities and months are planned from goals, budget and what the month before has shown", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { id: tenantId } = tenant;
  const made = await asPlatform((tx) => insertPlan(tx, tenant));
  const body = "# Lamps\n\n## Business goals\n\n- Be known to architects\n- **Open** a second workshop\n";
  const [strategy, plan, month] = [newId("strategy"), newId("deliverablePlan"), newId("planMonth")];
  await asPlatform(async (tx) => {
    const file = await tx
      .updateTable("contextFiles")
      .set({ body, sha256: sha256(body) })
      .where("tenantId", "=", tenantId)
      .returning("id")
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("strategyConfigs")
      .values({ tenantId, id: newId("strategyConfig"), useConnectedChannels: false })
      .execute();
    await tx
      .insertInto("tenantBudgets")
      .values({
        ...{ tenantId, id: newId("tenantBudget"), monthlyMinor: 250_000, currency: "USD", horizonMonths: 6 },
        ...{ validFrom: today, split: JSON.stringify({ adSharePct: 40 }) },
      })
      .execute();
    const written = { body: "x".repeat(600), sha256: sha256("x"), startsOn: "2026-02-01", endsOn: "2026-08-01" };
    await tx
      .insertInto("strategies")
      .values({
        tenantId,
        id: strategy,
        version: 2,
        status: "draft",
        title: "Next",
        contextFileId: file.id,
        ...written,
      })
      .execute();
    await tx
      .insertInto("deliverablePlans")
      .values({ tenantId, id: plan, version: 2, status: "draft", strategyId: strategy })
      .execute();
    const span = { startsOn: "2026-02-01", endsOn: "2026-02-28" };
    await tx
      .insertInto("planMonths")
      .values({ tenantId, id: month, deliverablePlanId: plan, ...span, status: "planning" })
      .execute();
    const type = { type: "gbp_post", doer: "gbp-post-writer", priority: "normal", planMonthId: made.planMonth };
    for (const [title, status, rejections, ref] of [
      ["Lamps of winter", "done", 1, "ACT-2026-901"],
      ["Lamps of spring", "cancelled", 0, "ACT-2026-902"],
    ] as const)
      await tx
        .insertInto("activities")
        .values({
          ...{ tenantId, id: newId("activity"), ref, title, status, rejections, ...type },
          input: JSON.stringify({}),
        })
        .execute();
  });
  const writer = (await inputOf(tenant, "strategy-writer", strategy)) as {
    businessGoals: string[];
    currentChannels: { connected: boolean }[];
  };
  expect(writer.businessGoals).toEqual([
    "More orders of owners: 40 orders by 2026-07-01",
    "Be known to architects",
    "Open a second workshop",
  ]);
  expect(writer.currentChannels.length).toBeGreaterThan(3);
  expect(writer.currentChannels.filter(({ connected }) => connected)).toEqual([]);
  const draft = {
    pillars: [{ sharePct: 100 }],
    recommendedChannels: [{ channel: "carrier_pigeon" }],
    changesSummary: "New.",
  };
  const against = agents["strategy-writer"].check(draft, writer, {} as never).filter(({ passed }) => !passed);
  expect(against.map(({ message }) => message)).toEqual(["Not a channel that can be connected: carrier_pigeon."]);

  expect(await inputOf(tenant, "deliverable-planner", plan)).toMatchObject({
    budgetHint: { amountMinor: 250_000, currency: "USD" },
  });
  const loaded = await as(machine(tenantId), () =>
    agents["activity-planner"].load({ subjectId: month } as unknown as ClaimedRun),
  );
  expect(loaded).toMatchObject({
    accounts: [{ type: "wordpress", name: "Test site" }],
    previousPeriodSummary: {
      ...{ periodId: made.planMonth, completed: ["gbp_post: Lamps of winter"], skipped: ["gbp_post: Lamps of spring"] },
      learnings: ["1 of gbp_post went back to the writer at least once"],
    },
  });
});
