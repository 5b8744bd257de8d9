import { afterAll, beforeAll, expect, test } from "vitest";
import { problemsOf } from "#core/deliverable-plan/rules.ts";
import { marketing } from "#localstack/demo/marketing.ts";
import { seedConcepts } from "#localstack/seed/concepts/index.ts";
import { seedTenants } from "#localstack/seed/tenants.ts";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { closeStores } from "#tests/support/close.ts";

const plannable = Object.entries(activityTypes).map(([type, { monthly, dependsOn }]) => ({
  ...{ type, ...monthly, credits: 0, needs: dependsOn },
}));

const planted = [
  ...["brand_assets", "competitors", "tenant_baselines", "tenant_budgets", "research_notes"],
  ...["strategies", "strategy_configs", "goals", "goal_progress", "deliverable_plans", "deliverable_templates"],
  ...["deliverable_periods", "deliverables", "action_items", "calendar_dates"],
  ...["social_calendars", "social_calendar_slots", "social_posts", "landing_pages", "email_newsletters", "ad_copies"],
  "tenant_agent_memories",
  "memory_evidence",
];

beforeAll(async () => {
  await seedTenants();
  await seedConcepts();
}, 120_000);
afterAll(closeStores);

async function countOf(table: string): Promise<number> {
  const { rows } = await pool(platformRole).query<{ count: number }>(
    `select count(distinct t.tenant_id)::int as count from ${table} t join tenants n on n.id = t.tenant_id where n.slug = any($1::text[])`,
    [marketing.map(({ slug }) => slug)],
  );
  return rows[0]?.count ?? 0;
}

test.each(planted)("every demo client past its first day has %s", async (table) => {
  expect(await countOf(table)).toBe(marketing.length);
});

test.each(["social_posts", "landing_pages", "newsletters", "deliverables"])(
  "what was planted of %s is handed to the search index, all of it, once",
  async (collection) => {
    const table = collection === "newsletters" ? "email_newsletters" : collection;
    const { rows } = await pool(platformRole).query<{ planted: number; marked: number; marks: number }>(
      `select count(distinct r.id)::int as planted, count(distinct o.subject_id)::int as marked, count(o.id)::int as marks
        from ${table} r join tenants n on n.id = r.tenant_id
        left join search_outbox o on o.tenant_id = r.tenant_id and o.collection = $1 and o.subject_id = r.id
        where n.slug = any($2::text[])`,
      [collection, marketing.map(({ slug }) => slug)],
    );
    const { planted, marked, marks } = rows[0] ?? { planted: 0, marked: 0, marks: 0 };
    expect(planted).toBeGreaterThan(0);
    expect({ marked, marks }).toEqual({ marked: planted, marks: planted });
  },
);

test("one person of the demo belongs to two clients, so that choosing one can be seen", async () => {
  const { rows } = await pool(platformRole).query<{ slug: string }>(
    `select n.slug from users u join tenant_members m on m.user_id = u.id join tenants n on n.id = m.tenant_id
      where u.email = 'nora@brandt.test' order by n.slug`,
  );
  expect(rows).toEqual([{ slug: "quillbrook" }, { slug: "solvane" }]);
});

test("the plans of the demo keep the rules of a plan, and their running month has begun", async () => {
  const { rows } = await pool(platformRole).query<{ slug: string; types: Record<string, number>; active: number }>(
    `select n.slug, jsonb_object_agg(t.type, t.monthly_volume) as types,
        (select count(*)::int from plan_months m where m.tenant_id = n.id and m.status = 'active') as active
      from deliverable_templates t join tenants n on n.id = t.tenant_id where n.slug = any($1::text[]) group by n.id`,
    [marketing.map(({ slug }) => slug)],
  );
  expect(rows).toHaveLength(marketing.length);
  for (const { types, active } of rows) {
    const deliverables = Object.entries(types).map(([type, monthlyQuantity]) => ({
      type,
      monthlyQuantity,
      goalIndex: 0,
    }));
    expect(problemsOf({ goals: [{}], deliverables }, plannable)).toEqual([]);
    expect(active).toBe(1);
  }
});

test("planting again changes nothing", async () => {
  // Other test files have goals of clients of their own in the same database.
  const goals = async () => {
    const { rows } = await pool(platformRole).query(
      `select g.id, g.row_version from goals g join tenants n on n.id = g.tenant_id
        where n.slug = any($1::text[]) order by g.id`,
      [marketing.map(({ slug }) => slug)],
    );
    return rows;
  };
  const before = await goals();
  expect(before).not.toEqual([]);
  await seedConcepts();
  expect(await goals()).toEqual(before);
});
