import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pool } from "#platform/db.ts";
import { closeStores } from "#tests/support/close.ts";
import { tenantTables } from "#tests/support/digest.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

// The second wall: what the database refuses when the code in front of it is wrong.
let own: TestTenant;
let foreign: TestTenant;
let ownThings: Things;
let foreignThings: Things;
let app: pg.Client;

/** Platform tables that carry a tenant but are not read by tenants. */
const platformOnly = ["outbox", "dead_letters", "auth_sessions"];

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  [ownThings, foreignThings] = [await furnish(own), await furnish(foreign)];
  app = new pg.Client({ connectionString: process.env["DATABASE_URL"] ?? "" });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await closeStores();
});

async function asTenants<T>(tenants: string | undefined, work: () => Promise<T>): Promise<T> {
  await app.query("begin");
  try {
    if (tenants !== undefined) await app.query("select set_config('app.tenants', $1, true)", [tenants]);
    return await work();
  } finally {
    await app.query("rollback");
  }
}

async function readableTables(): Promise<string[]> {
  const { rows } = await app.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(oid, 'select')`,
  );
  const tables = await tenantTables();
  return [...tables, "tenants"].filter((table) => rows.some(({ name }) => name === table));
}

function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}

describe("row-level security", () => {
  test("is enabled and forced on every table of tenants, with a policy", async () => {
    const { rows } = await pool("platform").query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p')
          and (c.relname = 'tenants' or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'))
          and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid))
        order by 1`,
    );
    expect(rows.map(({ name }) => name).filter((name) => !platformOnly.includes(name))).toEqual([]);
  });

  test("the role of requests cannot go round it", async () => {
    const { rows } = await app.query<{ bypass: boolean; owner: boolean }>(
      `select rolbypassrls or rolsuper as bypass,
          exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relowner = r.oid) as owner
        from pg_roles r where rolname = current_user`,
    );
    expect(rows).toEqual([{ bypass: false, owner: false }]);
  });

  test("without the setting no table shows a row", async () => {
    const tables = await readableTables();
    expect(tables.length).toBeGreaterThan(25);
    for (const table of tables) {
      const { rows } = await asTenants(undefined, () => app.query(`select 1 from ${table} limit 1`));
      expect({ table, rows: rows.length }).toEqual({ table, rows: 0 });
    }
  });

  test("with one tenant set no table shows a row of another", async () => {
    for (const table of await readableTables()) {
      const column = table === "tenants" ? "id" : "tenant_id";
      const sql = `select 1 from ${table} where ${column} <> $1 limit 1`;
      const { rows } = await asTenants(own.id, () => app.query(sql, [own.id]));
      expect({ table, rows: rows.length }).toEqual({ table, rows: 0 });
    }
  });

  test("a row of another tenant can be neither written nor changed nor removed", async () => {
    const insert =
      "insert into blog_requests (tenant_id, id, topic, status, requested_by) values ($1, $2, 'Topic', 'draft', 'x')";
    expect(await codeOf(asTenants(own.id, () => app.query(insert, [foreign.id, "brq_forged"])))).toBe("42501");
    const changed = await asTenants(own.id, () => {
      return app.query("update blog_posts set title = 'Taken over' where id = $1", [foreignThings.blogPost]);
    });
    expect(changed.rowCount).toBe(0);
    const removed = await asTenants(own.id, () => {
      return app.query("delete from dataset_chunks where id = $1", [foreignThings.chunk]);
    });
    expect(removed.rowCount).toBe(0);
  });

  test("a row cannot be given away to another tenant", async () => {
    const give = () =>
      app.query("update blog_requests set tenant_id = $1 where id = $2", [foreign.id, ownThings.request]);
    expect(await codeOf(asTenants(own.id, give))).toBe("42501");
  });

  test("numbers cannot be taken for several tenants at once", async () => {
    const take = () => app.query("select take_number('activity', '0101')");
    expect(await codeOf(asTenants(`${own.id},${foreign.id}`, take))).toBe("42501");
  });
});

describe("foreign keys", () => {
  test("between tables of tenants always carry the tenant", async () => {
    const { rows } = await pool("platform").query<{ name: string }>(
      `select con.conrelid::regclass || ' -> ' || con.confrelid::regclass as name from pg_constraint con
        where con.contype = 'f' and con.connamespace = 'public'::regnamespace
          and exists (select 1 from pg_attribute a where a.attrelid = con.conrelid and a.attname = 'tenant_id')
          and exists (select 1 from pg_attribute a where a.attrelid = con.confrelid and a.attname = 'tenant_id')
          and not exists (select 1 from unnest(con.conkey, con.confkey) as k(here, there)
            join pg_attribute h on h.attrelid = con.conrelid and h.attnum = k.here and h.attname = 'tenant_id'
            join pg_attribute t on t.attrelid = con.confrelid and t.attnum = k.there and t.attname = 'tenant_id')`,
    );
    expect(rows).toEqual([]);
  });

  const crossing = [
    [
      "a post to another tenant's brief",
      () => ["update blog_posts set brief_id = $1 where id = $2", foreignThings.contentBrief, ownThings.blogPost],
    ],
    [
      "a post to another tenant's channel",
      () => ["update blog_posts set channel_id = $1 where id = $2", foreignThings.channel, ownThings.blogPost],
    ],
    [
      "a request to another tenant's post",
      () => ["update blog_requests set blog_post_id = $1 where id = $2", foreignThings.blogPost, ownThings.request],
    ],
    [
      "a run to another tenant's activity",
      () => ["update agent_runs set activity_id = $1 where id = $2", foreignThings.activity, ownThings.run],
    ],
    [
      "an attempt to another tenant's approval",
      () => [
        "update publish_attempts set approval_id = $1 where id = $2",
        foreignThings.dmApproval,
        ownThings.publishAttempt,
      ],
    ],
    [
      "a passage to another tenant's file",
      () => [
        "update dataset_chunks set dataset_file_id = $1 where id = $2",
        foreignThings.datasetFile,
        ownThings.chunk,
      ],
    ],
  ] as const satisfies readonly (readonly [string, () => readonly [string, string, string]])[];

  test.each(crossing)("refuse to tie %s, even for the role that sees all tenants", async (_, tie) => {
    const [sql, ...values] = tie();
    expect(await codeOf(pool("platform").query(sql, values))).toBe("23503");
  });
});
