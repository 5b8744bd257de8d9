import { setTimeout as delay } from "node:timers/promises";
import { composeDeliverables } from "#agents/offline/deliverables.ts";
import { typesFor } from "#core/deliverable-plan/types.ts";
import { monthStart, todayIn } from "#core/month/days.ts";
import * as Month from "#core/month/index.ts";
import * as Price from "#core/price/index.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform, sql, transaction } from "#platform/db.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import { orderedRun } from "#tests/support/agents.ts";
import { ok } from "#tests/support/api.ts";
import type { TestCloud } from "#tests/support/cloud.ts";
import { insertPlan } from "#tests/support/furnish-plan.ts";
import { decide } from "#tests/support/pieces.ts";
import { startProduct } from "#tests/support/product.ts";
import { as, clientZone, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { factor, number, quantile, type Row, timed } from "./measure.ts";

export const title =
  "a run without its model's time, other: an empty transaction; months of pro clients on the whole product";

const runs = 60;
const clients = 4;
const pollMs = 100;
const patienceMs = 300_000;

export async function measure(cloud: TestCloud): Promise<Row[]> {
  const own = await overhead();
  const product = await startProduct(cloud);
  try {
    return [own, ...(await months())];
  } finally {
    await product.stop();
  }
}

/** What the runner itself takes of a run, from claim to stored draft: all but the step in which the model answers. */
async function overhead(): Promise<Row> {
  const [took, empty]: [number[], number[]] = [[], []];
  for (let at = 0; at < runs; at += 1) {
    const tenant = await freshTenant();
    const { runId } = await orderedRun(tenant);
    const totalMs = await timed(() => as(machine(tenant.id), () => execute(runId)));
    const { modelMs } = await asPlatform((tx) =>
      tx
        .selectFrom("runSteps")
        .select((eb) => eb.fn.sum<number>("durationMs").as("modelMs"))
        .where("runId", "=", runId)
        .where("kind", "=", "model")
        .executeTakeFirstOrThrow(),
    );
    took.push(totalMs - Number(modelMs));
    empty.push(await timed(() => as(machine(tenant.id), () => transaction((tx) => sql`select 1`.execute(tx)))));
  }
  const [p50, other] = [quantile(took, 0.5), quantile(empty, 0.5)];
  return {
    what: "own time of a run, median",
    size: `${runs} runs`,
    ours: `${number(p50)} ms`,
    other: `${number(other)} ms`,
    ratio: factor(p50 / other),
    reach: "-",
  };
}

async function months(): Promise<Row[]> {
  const tenants: TestTenant[] = [];
  for (let at = 0; at < clients; at += 1) tenants.push(await promised());
  const startedMs = performance.now();
  for (const tenant of tenants) await begin(tenant);
  const pieces = await settled(tenants);
  const minutes = (performance.now() - startedMs) / 60_000;
  const costs = await Promise.all(tenants.map(({ id }) => costOf(id)));
  const micros = costs.reduce((sum, cost) => sum + cost, 0) / clients;
  const row = (what: string, ours: string): Row => ({
    what,
    size: `${clients} months, ${pieces} pieces`,
    ours,
    other: "-",
    ratio: "-",
    reach: "-",
  });
  return [
    row("from plan to draft or end", `${number(pieces / minutes)} activities/min`),
    row("models of a month, at Anthropic's prices in the table", `${number(micros / 1_000_000)} USD`),
  ];
}

/** A pro client to whom the month is promised that is planned by rule. Credits are plenty: nothing waits for them. */
async function promised(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro", credits: 10_000_00 });
  await asPlatform(async (tx) => {
    await tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", tenant.id).execute();
    await insertPlan(tx, tenant);
  });
  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const plan = await Month.planInForce(tx);
      const { data } = composeDeliverables({
        types: (await typesFor(tx, "pro")).map((type) => ({ ...type, needs: [...type.needs] })),
        ...{ creditsPerMonth: plans.pro.credits / 100, planType: "pro" },
        ...{ approvedStrategy: "", smartGoals: [], startsOn: "2026-01-01", connectedChannels: ["facebook"] },
      });
      for (const [position, { type, monthlyQuantity, platforms }] of data.deliverables.entries())
        await tx
          .insertInto("deliverableTemplates")
          .values({
            ...{ tenantId: tenant.id, id: newId("deliverableTemplate"), deliverablePlanId: plan.id, type, position },
            ...{ title: type, monthlyVolume: monthlyQuantity, platforms, status: "active", creditsEach: 100 },
          })
          .execute();
    }),
  );
  return tenant;
}

function begin({ id }: TestTenant): Promise<unknown> {
  const next = monthStart(todayIn(clientZone, new Date()), 1);
  return as(machine(id), () => transaction(async (tx) => Month.plan(tx, (await Month.planInForce(tx)).id, next)));
}

/** Approves search terms as they come, until nothing is left to agents. @returns how many pieces there are */
async function settled(tenants: readonly TestTenant[]): Promise<number> {
  const endsMs = performance.now() + patienceMs;
  const ids = tenants.map(({ id }) => id);
  while (performance.now() < endsMs) {
    await delay(pollMs);
    for (const { people, id } of tenants) {
      const query = `kind=keyword_group&status=pending&tenantId=${id}`;
      const { items } = await ok<{ items: ApprovalItem[] }>(people.DM, "GET", `/dm/v1/approvals?${query}`);
      for (const item of items) await decide(people.DM, item, "approve");
    }
    const rows = await asPlatform((tx) =>
      tx
        .selectFrom("activities")
        .select(["status", "failureMessage"])
        .where("tenantId", "in", ids)
        .where("doer", "!=", "human")
        .execute(),
    );
    const failed = rows.find(({ status }) => status === "failed");
    if (failed) throw new Error(`An activity failed: ${failed.failureMessage}`);
    const open = rows.filter(({ status }) => ["pending", "queued", "in_progress"].includes(status));
    const runsLeft = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select("id")
        .where("tenantId", "in", ids)
        .where("status", "in", ["queued", "running"])
        .execute(),
    );
    if (rows.length > clients && open.length === 0 && runsLeft.length === 0) return rows.length;
  }
  throw new Error(`The months are not over after ${patienceMs / 1_000} s.`);
}

/** What the models of a client's runs would cost, in millionths of a US dollar. */
async function costOf(tenantId: string): Promise<number> {
  return asPlatform(async (tx) => {
    const used = await tx
      .selectFrom("agentRuns")
      .select((eb) => [
        "tier",
        eb.fn.sum<number>("inputTokens").as("inputTokens"),
        eb.fn.sum<number>("outputTokens").as("outputTokens"),
      ])
      .where("tenantId", "=", tenantId)
      .where("tier", "in", ["cheap", "standard", "expensive"])
      .groupBy("tier")
      .execute();
    let micros = 0;
    for (const { tier, inputTokens, outputTokens } of used) {
      const price = await Price.at(tx, "anthropic", models[tier as keyof typeof models], new Date());
      const usage = { inputTokens: Number(inputTokens), outputTokens: Number(outputTokens), cachedTokens: 0 };
      micros += Price.costOf(price, usage).usdMicros;
    }
    return micros;
  });
}

const models = { cheap: "claude-haiku-4-5", standard: "claude-sonnet-4-5", expensive: "claude-opus-4-5" } as const;
