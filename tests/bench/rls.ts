import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import { pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { appRole, type Role } from "#platform/role.ts";
import type { DB } from "#schema/database/tables.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";
import { best, factor, number, type Row, timed } from "./measure.ts";
import { choose, neighbours, plantRequests } from "./rows.ts";

export const title =
  "one row read by its key in a transaction under row-level security, against the same query without";

const sizes = [1_000, 10_000, 100_000] as const;
const tenantCount = 250;
const statement = "select * from blog_requests where tenant_id = $1 and id = $2";

/** Reads of random rows, one after the other, on warm connections; the least disturbed read of each kind counts. */
export async function measure(): Promise<Row[]> {
  const rows: Row[] = [];
  const mine = await freshTenant();
  const tenants = await neighbours(mine.id, tenantCount);
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: pool(platformRole) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  for (const size of sizes) {
    const ids = choose(await plantRequests(tenants, size / tenantCount), 50);
    let turn = 0;
    const each = (read: (id: string) => Promise<unknown>) => () => {
      const id = ids[++turn % ids.length] ?? "";
      return as(machine(mine.id), () => timed(() => read(id)));
    };
    const cost = await best(
      { most: 5_000, budgetMs: 8_000 },
      {
        ours: each((id) => transaction((tx) => byKey(tx, mine.id, id))),
        open: each((id) => transaction((tx) => byKey(tx, mine.id, id), platformRole)),
        alone: each((id) => byKey(db, mine.id, id)),
        hand: each((id) => written(mine.id, id, platformRole, false)),
        together: each((id) => written(mine.id, id, appRole, true)),
        apart: each((id) => written(mine.id, id, appRole, false)),
      },
    );
    const row = (what: string, ours: number, other: number, reach: string): Row => ({
      what,
      size: `${number(size)} rows`,
      ours: `${number(ours * 1_000)} us`,
      other: `${number(other * 1_000)} us`,
      ratio: factor(ours / other),
      reach,
    });
    rows.push(
      row("the same transaction of a role without policies", cost.ours, cost.open, "<= 1.15x"),
      row(
        "by hand: setting and query in one trip, against begin, query, commit without",
        cost.together,
        cost.hand,
        "<= 1.15x",
      ),
      row("by hand: setting and query in one trip, against one after the other", cost.together, cost.apart, "< 1x"),
      row("the same query alone, no transaction, no policies", cost.ours, cost.alone, "-"),
    );
  }
  return rows;
}

function byKey(db: Pick<Kysely<DB>, "selectFrom">, tenantId: string, id: string): Promise<unknown> {
  return db
    .selectFrom("blogRequests")
    .selectAll()
    .where("tenantId", "=", tenantId)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

/** A transaction without a query builder; under policies its setting goes along with BEGIN. */
async function written(tenantId: string, id: string, role: Role, together: boolean): Promise<unknown> {
  const client = await pool(role).connect();
  try {
    const begun = client.query(
      role === appRole ? `begin; select set_config('app.tenants', '${tenantId}', true)` : "begin",
    );
    if (!together) await begun;
    const [{ rows }] = await Promise.all([client.query(statement, [tenantId, id]), begun]);
    await client.query("commit");
    return rows[0];
  } finally {
    client.release();
  }
}
