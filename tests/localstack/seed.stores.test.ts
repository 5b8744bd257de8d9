import { afterAll, beforeAll, expect, test } from "vitest";
import { marketing } from "#localstack/demo/marketing.ts";
import { seedConcepts } from "#localstack/seed/concepts/index.ts";
import { seedTenants } from "#localstack/seed/tenants.ts";
import { pool } from "#platform/db.ts";
import { closeStores } from "#tests/support/close.ts";

const planted = [
  ...["brand_assets", "competitors", "tenant_baselines", "tenant_budgets", "research_notes"],
  ...["strategies", "strategy_configs", "goals", "goal_progress", "deliverable_plans", "deliverable_templates"],
  ...["deliverable_periods", "deliverables", "action_items", "calendar_dates"],
  ...["social_calendars", "social_calendar_slots", "social_posts", "landing_pages", "email_newsletters", "ad_copies"],
  "tenant_agent_memories",
];

beforeAll(async () => {
  await seedTenants();
  await seedConcepts();
}, 120_000);
afterAll(closeStores);

async function countOf(table: string): Promise<number> {
  const { rows } = await pool("platform").query<{ count: number }>(
    `select count(distinct t.tenant_id)::int as count from ${table} t join tenants n on n.id = t.tenant_id where n.slug = any($1::text[])`,
    [marketing.map(({ slug }) => slug)],
  );
  return rows[0]?.count ?? 0;
}

test.each(planted)("every demo client past its first day has %s", async (table) => {
  expect(await countOf(table)).toBe(marketing.length);
});

test("planting again changes nothing", async () => {
  const before = await pool("platform").query("select id, row_version from goals order by id");
  await seedConcepts();
  const after = await pool("platform").query("select id, row_version from goals order by id");
  expect(after.rows).toEqual(before.rows);
});
