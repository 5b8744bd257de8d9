import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { migrateDatabase, migrationNames } from "#platform/migrate.ts";
import { type Walls, wallsTemplate } from "#tests/support/walls.ts";

// Migrations beside running traffic. The version that changes `activities` stands for all that change a busy table.
const before = "0027_research";
const change = "0028_work";
let original: Awaited<ReturnType<typeof wallsTemplate>>;
let walls: Walls;
const open: pg.Client[] = [];

beforeAll(async () => {
  original = await wallsTemplate(before);
});
afterAll(() => original.drop());
beforeEach(async () => {
  walls = await original.copy();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.end()));
  await walls.drop();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env["PLATFORM_DATABASE_URL"] ?? "" });
  await client.connect();
  open.push(client);
  return client;
}
const migrate = (upTo?: string) => migrateDatabase(process.env["MIGRATOR_DATABASE_URL"], upTo);

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what} never came`);
    await pause(20);
  }
}
const waiting = async () => {
  const { rowCount } = await walls.superuser.query(
    "select 1 from pg_stat_activity where application_name = 'migrate' and datname = current_database() and wait_event_type = 'Lock'",
  );
  return rowCount === 1;
};

describe("a migration that meets a long transaction", () => {
  test("lets the traffic behind it pass, and is applied when the way is free", async () => {
    const long = await connect();
    await long.query("begin; select 1 from activities limit 1");
    const applied = migrate(change);
    await until("a migration that waits for its lock", waiting);
    const passing = await connect();
    expect((await passing.query("select count(*)::int as n from activities")).rows).toEqual([{ n: 0 }]);
    await long.query("commit");
    expect(await applied).toEqual([change]);
  });
});

describe("several processes that migrate at once", () => {
  test("apply each migration once", async () => {
    const applied = await Promise.all([migrate(), migrate(), migrate()]);
    expect(applied.flat()).toEqual(migrationNames().filter((name) => name > before));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });
});

describe("a migration that fails", () => {
  test("leaves nothing of itself, keeps those before it, and says its name", async () => {
    await walls.superuser.query("create table anomaly_alerts (id text)");
    await expect(migrate()).rejects.toThrow(`Migration ${change} failed: relation "anomaly_alerts" already exists`);
    const { rows } = await walls.superuser.query("select to_regclass('tool_calls') as made");
    expect(rows).toEqual([{ made: null }]);
    await walls.superuser.query("drop table anomaly_alerts");
    expect((await migrate(change)).at(0)).toBe(change);
  });

  test("halfway through its online indexes builds them anew", async () => {
    await migrate("0030_bounds_hold");
    await walls.superuser.query(
      "insert into regions (id, code, name, currency, tax_scheme, gateway, countries, grace_days, invoice_due_days) values ('reg_1', 'xx', 'X', 'USD', 'none', 'stripe', '{}', 0, 0)",
    );
    const tenants = ["ten_1", "ten_2"].map(
      (id) => `('${id}', '${id.replace("_", "-")}', 'Tenant', 'active', 'free', 'reg_1', 'US', 'UTC', 'en', 'USD')`,
    );
    await walls.superuser.query(
      `insert into tenants (id, slug, name, status, plan, region_id, country, timezone, locale, currency) values ${tenants.join()}`,
    );
    const broken = walls.superuser.query("create unique index concurrently tenants_cancel_at_idx on tenants (status)");
    await expect(broken).rejects.toThrow("could not create unique index");
    await migrate("0031_lookups.online");
    const { rows } = await walls.superuser.query(
      "select indisvalid as valid, indisunique as unique from pg_index where indexrelid = 'tenants_cancel_at_idx'::regclass",
    );
    expect(rows).toEqual([{ valid: true, unique: false }]);
  });
});
