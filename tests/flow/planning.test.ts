import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { monthStart, todayIn } from "#core/month/days.ts";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { DryRun, Month, MonthGraph } from "#schema/month.ts";
import type { SetupState } from "#schema/setup.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { startEngine } from "#tests/support/engine.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { clientZone, freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { learn, patience } from "./journey.ts";

ownCloud();
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
  await closeStores();
});

const competitors = ["brightlamp", "oldshade", "wirehouse"].map((name) => ({ name, domain: `${name}.example` }));

async function waiting(tenant: TestTenant, kind: string, stage: "dm" | "client"): Promise<ApprovalItem[]> {
  const [who, portal] = stage === "dm" ? [tenant.people.DM, "dm"] : [tenant.people.TA, "dashboard"];
  const query = `kind=${kind}&status=pending${stage === "dm" ? `&tenantId=${tenant.id}` : ""}`;
  return vi.waitFor(async () => {
    const { items } = await ok<{ items: ApprovalItem[] }>(who, "GET", `/${portal}/v1/approvals?${query}`);
    expect(items.length, `${kind} for ${stage}`).toBeGreaterThan(0);
    return items;
  }, patience);
}

function decide(
  who: TestPerson,
  stage: "dm" | "client",
  item: ApprovalItem | undefined,
  verdict = "approve",
  note?: string,
) {
  const path = `/${stage === "dm" ? "dm" : "dashboard"}/v1/approvals/${item?.id}/resolve`;
  const body = { decision: verdict, contentHash: item?.contentHash, ...(note ? { note } : {}) };
  return call(who, "POST", path, { body });
}

async function passed(tenant: TestTenant, kind: string, stage: "dm" | "client"): Promise<void> {
  const who = stage === "dm" ? tenant.people.DM : tenant.people.TA;
  for (const item of await waiting(tenant, kind, stage)) expect((await decide(who, stage, item)).status).toBe(200);
}

test("from the wizard to a planned month whose texts lie before the agency", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { people } = tenant;
  await learn(tenant);
  await ok(people.TA, "PUT", "/dashboard/v1/onboarding/steps/brand_voice", {
    body: { tone: ["warm", "plain"], languages: ["en"], bannedWords: ["cheap"] },
  });
  await ok(people.TM, "POST", "/dashboard/v1/onboarding/steps/budget/skip");
  await ok(people.TA, "POST", "/dashboard/v1/onboarding/launch", { body: { competitors } });
  expect((await call(people.TA, "POST", "/dashboard/v1/onboarding/launch", { body: {} })).code).toBe(
    "onboarding.chain_running",
  );

  const [file] = await waiting(tenant, "context_file", "client");
  expect((await decide(people.CA, "client", file)).code).toBe("auth.forbidden");
  const note = "Say that repairs take six days, and name Mill Street.";
  expect((await decide(people.TA, "client", file, "reject", note)).status).toBe(200);
  const [second] = await waiting(tenant, "context_file", "client");
  expect(second?.subject.version).toBe(2);
  expect((await decide(people.TA, "client", second)).status).toBe(200);
  const context = await ok<{ file: { body: string; version: number } }>(people.TM, "GET", "/tenant/v1/context");
  expect(context.file.version).toBe(2);
  expect(context.file.body).toContain("Mill Street");
  expect(context.file.body).toContain("Never use: cheap");

  await passed(tenant, "strategy", "dm");
  await passed(tenant, "strategy", "client");
  await passed(tenant, "action_items", "dm");
  const [plan] = await waiting(tenant, "deliverable_plan", "dm");
  const next = monthStart(todayIn(clientZone, new Date()), 1);
  const tried = await ok<DryRun>(people.DM, "GET", `/tenant/v1/months/dry-run?month=${next.slice(0, 7)}`);
  expect(tried.activities.length).toBeGreaterThan(5);
  expect((await ok<{ items: Month[] }>(people.TM, "GET", "/tenant/v1/months")).items).toEqual([]);
  expect((await decide(people.DM, "dm", plan)).status).toBe(200);

  const month = await vi.waitFor(async () => {
    const { items } = await ok<{ items: Month[] }>(people.TM, "GET", "/tenant/v1/months");
    expect(items[0]?.status).toBe("active");
    return items[0];
  }, patience);
  const dry = await ok<DryRun>(people.DM, "GET", `/tenant/v1/months/dry-run?month=${month?.startsOn.slice(0, 7)}`);
  const graph = () => ok<MonthGraph>(people.DM, "GET", `/tenant/v1/months/${month?.id}`);
  const planned = await graph();
  expect(dry.activities.map(({ type }) => type).toSorted()).toEqual(planned.nodes.map(({ type }) => type).toSorted());
  const cluster = planned.nodes.find(({ type }) => type === "keyword_cluster");
  const briefs = planned.nodes.filter(({ type }) => type === "content_brief");
  const posts = planned.nodes.filter(({ type }) => type === "blog_post");
  expect(briefs.length).toBe(posts.length);
  expect(briefs.every(({ dependsOn }) => dependsOn.includes(cluster?.id ?? ""))).toBe(true);
  expect(posts.every(({ dependsOn }) => briefs.some(({ id }) => dependsOn.includes(id)))).toBe(true);

  await passed(tenant, "keyword_group", "dm");
  const texts = await waiting(tenant, "blog_post", "dm");
  expect(texts[0]?.subject.title.length).toBeGreaterThan(10);
  await vi.waitFor(async () => {
    const open = (await graph()).nodes.filter(({ status }) => status !== "done").map(({ type }) => type);
    expect(new Set(open)).toEqual(new Set(["blog_post", "manual_task", "social_post"]));
  }, patience);
  const counts = await pool(platformRole).query(
    `select t.type, p.done, p.target, p.status, count(d.id)::int as items from deliverable_periods p
      join deliverable_templates t on t.tenant_id = p.tenant_id and t.id = p.deliverable_template_id
      left join deliverables d on d.tenant_id = p.tenant_id and d.deliverable_period_id = p.id
      where p.tenant_id = $1 and t.type in ('keyword_cluster', 'gbp_post') group by 1, 2, 3, 4`,
    [tenant.id],
  );
  for (const row of counts.rows)
    expect(row).toMatchObject({ done: row.target, items: row.target, status: "completed" });
  expect(counts.rows).toHaveLength(2);
  const setup = await ok<SetupState>(people.TM, "GET", "/tenant/v1/setup");
  expect(setup.steps.map(({ status }) => status)).toEqual(["done", "done", "done", "done", "done"]);
  const stranger = await freshTenant();
  expect((await call(stranger.people.DM, "GET", `/tenant/v1/months/${month?.id}`)).code).toBe("request.not_found");
}, 180_000);
