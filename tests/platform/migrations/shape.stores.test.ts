import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolation } from "#schema/isolation.ts";
import { type Walls, wallsDatabase } from "#tests/support/walls.ts";

// Rules that hold for all tables, asked of the database itself. Each query finds the exceptions; there must be none.
let walls: Walls;

beforeAll(async () => {
  walls = await wallsDatabase();
});
afterAll(() => walls.drop());

const ofTenants = Object.keys(isolation).filter((name) => isolation[name]?.scope === "tenant");
const exceptions = async (query: string) => {
  const { rows } = await walls.superuser.query<{ name: string }>(
    `with t as (select c.oid, c.relname::text as name, a.attnum as tenant from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any($1)) ${query}`,
    [ofTenants],
  );
  return rows.map(({ name }) => name);
};

describe("every table of tenants, without an exception,", () => {
  test("is one of at least a hundred", () => {
    expect(ofTenants.length).toBeGreaterThanOrEqual(100);
  });

  test("has forced row-level security with a policy on the tenant", async () => {
    const unsafe = await exceptions(
      `select name from t join pg_class c using (oid) where not (relrowsecurity and relforcerowsecurity)
        or not exists (select 1 from pg_policy p where p.polrelid = t.oid and p.polname = 'tenant' and p.polwithcheck is not null)`,
    );
    expect(unsafe).toEqual([]);
  });

  test("has a primary key that starts with the tenant", async () => {
    const loose = await exceptions(
      "select name from t where not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary and i.indkey[0] = t.tenant)",
    );
    expect(loose).toEqual([]);
  });

  test("finds by an index that starts with the tenant whatever its foreign keys point to", async () => {
    const slow = await exceptions(
      `select name || ': ' || pg_get_constraintdef(k.oid) as name from t join pg_constraint k on k.conrelid = t.oid
        where k.contype = 'f' and k.confrelid <> 'tenants'::regclass and not exists (select 1 from pg_index i
          where i.indrelid = t.oid and i.indkey[0] = t.tenant
            and (i.indkey::int2[])[0:cardinality(array_remove(k.conkey, t.tenant))] @> array_remove(k.conkey, t.tenant))`,
    );
    expect(slow).toEqual([]);
  });

  test("turns its pages by an index on the newest change, where its rows change", async () => {
    const unpaged = await exceptions(
      `select name from t where exists (select 1 from pg_trigger g where g.tgrelid = t.oid and g.tgname = 'touch')
        and not exists (select 1 from pg_index i where i.indrelid = t.oid
          and pg_get_indexdef(i.indexrelid) like '%(tenant_id, updated_at DESC, id)')`,
    );
    expect(unpaged).toEqual([]);
  });

  test("says in a sentence what it is for", async () => {
    expect(await exceptions("select name from t where obj_description(oid, 'pg_class') is null")).toEqual([]);
  });
});

test("no rule waits to be held against the rows there are", async () => {
  const { rows } = await walls.superuser.query(
    "select conrelid::regclass::text, conname from pg_constraint where not convalidated",
  );
  expect(rows).toEqual([]);
});

test("no index is left unfinished", async () => {
  const { rows } = await walls.superuser.query("select indexrelid::regclass::text from pg_index where not indisvalid");
  expect(rows).toEqual([]);
});
