import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolationFaults } from "#localstack/isolation.ts";
import { provide } from "#platform/actor.ts";
import { pool, transaction } from "#platform/db.ts";
import { appRole } from "#platform/role.ts";
import { isolation } from "#schema/isolation.ts";
import { closeStores } from "#tests/support/close.ts";
import { type RowMaker, rowMaker } from "#tests/support/rows/index.ts";
import { wallsDatabase } from "#tests/support/walls.ts";
import { type Attack, allBreachesOf, everyIdentity, ownerBreachesOf, prepareAttack } from "./database/attack.ts";
import { attemptFunction, other, own, throughProduct, throughRoles, visible } from "./database/identities.ts";

// The second wall: what the database refuses when the code in front of it is wrong.
const tables = Object.keys(isolation);
const attacks = new Map<string, Attack>();
let walls: Awaited<ReturnType<typeof wallsDatabase>>;
let maker: RowMaker;

beforeAll(async () => {
  walls = await wallsDatabase();
  await walls.superuser.query(attemptFunction);
  await walls.superuser.query("begin");
  maker = await rowMaker(walls.superuser);
  for (const table of tables) for (const tenantId of [own, other]) await maker.row(table, tenantId);
  for (const [table, declared] of Object.entries(isolation))
    attacks.set(table, await prepareAttack(maker, table, declared));
  await walls.superuser.query("commit");
});
afterAll(async () => {
  await closeStores();
  await walls.drop();
});

const attackOn = (table: string): Attack => {
  const attack = attacks.get(table);
  if (!attack) throw new Error(`${table} was not prepared`);
  return attack;
};

test("the database is as declared, without an exception", async () => {
  expect(await isolationFaults(walls.superuser)).toEqual([]);
});

describe("row-level security, keys and grants", () => {
  test("every table holds rows of both tenants to attack", async () => {
    expect(tables.length).toBeGreaterThanOrEqual(70);
    for (const [table, { scope }] of Object.entries(isolation)) {
      const column = { tenant: "tenant_id", root: "id", crossing: "tenant_id", global: "null" }[scope];
      if (isolation[table]?.tenantFrom || scope === "global") continue;
      const { rows } = await walls.superuser.query<{ id: string }>(`select distinct ${column} as id from ${table}`);
      expect({ table, ids: rows.map(({ id }) => id) }).toEqual({ table, ids: expect.arrayContaining([own, other]) });
    }
  });

  test.each(tables)("%s gives each identity exactly what is declared", async (table) => {
    expect(await allBreachesOf(attackOn(table), throughProduct, everyIdentity)).toEqual([]);
  });

  test("the owner of the tables is held by policies and triggers too", async () => {
    await walls.superuser.query("begin");
    const run = throughRoles(walls.superuser);
    for (const table of tables) expect(await ownerBreachesOf(attackOn(table), run)).toEqual([]);
    await walls.superuser.query("rollback");
  });
});

describe("the tenants of a transaction", () => {
  const reviewer = (active: string | null) => ({
    kind: "reviewer" as const,
    tenants: [own, other].map((tenantId) => ({ tenantId, side: "agency" as const, role: "reviewer" as const })),
    active,
    userId: "usr_r",
    name: "R",
    sessionId: "ses_r",
  });
  const seen = (active: string | null) =>
    provide(reviewer(active), { door: "test", requestId: "req_test" }, () =>
      transaction((tx) => tx.selectFrom("tenants").select("id").orderBy("id").execute()),
    );

  test("are all of a reviewer's clients, and only the chosen one once one is chosen", async () => {
    expect(await seen(null)).toEqual([{ id: other }, { id: own }].sort((a, b) => a.id.localeCompare(b.id)));
    expect(await seen(own)).toEqual([{ id: own }]);
  });

  test("end with it: the next user of the connection sees nothing", async () => {
    await seen(own);
    const { rows } = await pool(appRole).query("select 1 from tenants");
    expect(rows).toEqual([]);
  });

  test("must be one for a number to be taken", async () => {
    const take = (tenants: string) =>
      walls.superuser
        .query(
          `begin; set local role app; set local app.tenants = '${tenants}'; select take_number('activity', '0101')`,
        )
        .then(
          () => "taken",
          (error: { code?: string }) => error.code,
        )
        .finally(() => walls.superuser.query("rollback"));
    expect(await take(`${own},${other}`)).toBe("42501");
    expect(await take("")).toBe("42501");
    expect(await take(own)).toBe("taken");
  });

  test("are nobody's for an identity that belongs to none", () => {
    expect(visible("nobody signed in")).toEqual([]);
    expect(visible("job without a tenant")).toEqual([]);
  });
});
