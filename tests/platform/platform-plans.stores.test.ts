import { isDeepStrictEqual } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isolation } from "#schema/isolation.ts";

// The policy that lets the platform role through must cost nothing: its plans are those of a login that has no policies to obey.
const guarded = Object.entries(isolation).filter(([, { scope }]) => scope !== "global");
const ofTenants = guarded.filter(([, { scope }]) => scope === "tenant").map(([name]) => name);
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env["MASTER_DATABASE_URL"] });
  await client.connect();
});
afterAll(() => client.end());

/** Plans of many statements, asked in one round trip: the client that waits for each waits longest. */
async function plans(role: string | undefined, statements: readonly string[]): Promise<string[]> {
  const explained = statements.map((statement) => `explain (verbose) ${statement}`);
  const text = ["begin", ...(role ? [`set local role ${role}`] : []), ...explained, "rollback"].join(";\n");
  const results = (await client.query(text)) as unknown as pg.QueryResult<{ "QUERY PLAN": string }>[];
  const answers = results.filter(({ command }) => command === "EXPLAIN");
  return answers.map(({ rows }) => rows.map((row) => row["QUERY PLAN"]).join("\n"));
}

/**
 * The plans of a role, and those without its policies. Tables that other tests fill are measured anew at any time: only plans with
 * the same before and after are compared.
 */
async function compared(role: string, statements: readonly string[]): Promise<{ found: string[]; plain: string[] }> {
  let [before, plain, found] = [await plans(role, statements), [] as string[], [] as string[]];
  for (let tries = 0; tries < 10; tries++) {
    plain = await plans(undefined, statements);
    found = await plans(role, statements);
    if (isDeepStrictEqual(before, found)) break;
    before = found;
  }
  return { found, plain };
}

test("what is read, searched, counted and changed takes the same plans", async () => {
  const statements = guarded.flatMap(([table, { grants }]) => [
    `select * from ${table}`,
    // Not leakproof: were there a policy left, it would have to be asked first.
    `select * from ${table} row where row::text ~ 'x' limit 10`,
    `select count(*) from ${table} row where length(row::text) > 10`,
    ...(grants.platform.includes("delete") ? [`delete from ${table} row where row::text = 'x'`] : []),
  ]);
  const { found, plain } = await compared("platform", statements);
  expect(found).toHaveLength(statements.length);
  expect(found).toEqual(plain);
});

test("rows of tenants are found by their key, and by that alone", async () => {
  const statements = ofTenants.map(
    (table) => `select 1 from ${table} a join tenants t on t.id = a.tenant_id where a.tenant_id = 'ten_1'`,
  );
  const { found, plain } = await compared("platform", statements);
  expect(found).toHaveLength(ofTenants.length);
  expect(found).toEqual(plain);
});

test("the role of requests is still held: its plans ask the tenants of the transaction", async () => {
  const tables = ofTenants.filter((name) => isolation[name]?.grants.app.includes("select"));
  const found = await plans(
    "app",
    tables.map((table) => `select 1 from ${table}`),
  );
  const free = tables.filter((_table, index) => !found[index]?.includes("'app.tenants'"));
  expect([found.length, free]).toEqual([tables.length, []]);
});
