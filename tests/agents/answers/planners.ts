import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import * as Month from "#core/month/index.ts";
import { execute } from "#core/run/execute.ts";
import * as Strategy from "#core/strategy/index.ts";
import { asPlatform, type Tx, transaction } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { nextMonth } from "#tests/core/social/month.ts";
import { ok } from "#tests/support/api.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";
import { until } from "#tests/support/work.ts";
import type { Order } from "./work.ts";

const competitors = ["brightlamp", "oldshade", "wirehouse"].map((name) => ({ name, domain: `${name}.example` }));

const launch =
  (research: { client: boolean; competitor: boolean }): Order =>
  ({ people }) =>
    ok(people.TA, "POST", "/dashboard/v1/onboarding/launch", { body: { competitors, research } });

/** What is led by a plan in force: six posts a month for the profile. */
const planned =
  (begin: (tx: Tx, plan: string, tenant: TestTenant) => Promise<unknown>): Order =>
  async (tenant) => {
    const plan = await asPlatform(async (tx) => {
      const { deliverablePlan, goal } = await insertPlan(tx, tenant);
      const quantity = { type: "gbp_post", title: "Profile post", monthlyVolume: 6, creditsEach: 100, goalId: goal };
      await tx
        .insertInto("deliverableTemplates")
        .values({
          ...{ tenantId: tenant.id, id: newId("deliverableTemplate"), deliverablePlanId: deliverablePlan },
          ...{ ...quantity, status: "active" },
        })
        .execute();
      return deliverablePlan;
    });
    return as(machine(tenant.id), () => transaction((tx) => begin(tx, plan, tenant)));
  };

const quantities = planned(async (tx, plan) => {
  const { strategyId } = await DeliverablePlan.locked(tx, plan);
  return DeliverablePlan.generate(tx, { strategyId });
});

/** Work of those who set up and plan. */
export const planners: Partial<Record<AgentName, Order>> = {
  "client-researcher": launch({ client: true, competitor: true }),
  "competitor-researcher": launch({ client: true, competitor: true }),
  "context-file-writer": launch({ client: false, competitor: false }),
  "strategy-writer": planned((tx) => Strategy.generate(tx, {})),
  "deliverable-planner": quantities,
  "action-item-planner": async (tenant) => {
    await quantities(tenant);
    const first = await until(tenant, "deliverable-planner");
    await as(machine(tenant.id), () => execute(first));
  },
  "activity-planner": planned((tx, plan) => Month.plan(tx, plan, `${nextMonth()}-01`)),
};
