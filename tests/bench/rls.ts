import { pool, transaction } from "#platform/db.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";
import { best, factor, number, type Row, timed } from "./measure.ts";
import { choose, neighbours, plantRequests } from "./rows.ts";

export const title = "one row read by its key under row-level security, against `where tenant_id` without it";

const sizes = [1_000, 10_000, 100_000] as const;
const tenantCount = 250;
const reads = 10;
const statement = "select * from blog_requests where tenant_id = $1 and id = $2";

/** Reads of random rows, one after the other, on warm connections. */
export async function measure(): Promise<Row[]> {
  const rows: Row[] = [];
  const mine = await freshTenant();
  const tenants = await neighbours(mine.id, tenantCount);
  for (const size of sizes) {
    const ids = choose(await plantRequests(tenants, size / tenantCount), reads);
    const built = (role: "app" | "platform") => () =>
      as(machine(mine.id), () => timed(() => each(ids, (id) => readBuilt(mine.id, id, role))));
    const written = (inTransaction: boolean) => () => timed(() => each(ids, (id) => read(mine.id, id, inTransaction)));
    const cost = await best(
      { most: 400, budgetMs: 5_000 },
      { ours: built("app"), open: built("platform"), hand: written(true), bare: written(false) },
    );
    const row = (what: string, other: number, reach: string): Row => ({
      what,
      size: `${number(size)} rows`,
      ours: `${number((cost.ours * 1_000) / reads)} us`,
      other: `${number((other * 1_000) / reads)} us`,
      ratio: factor(cost.ours / other),
      reach,
    });
    rows.push(
      row("same code, role without policies", cost.open, "<= 1.15x"),
      row("hand-written, in a transaction", cost.hand, "<= 1.15x"),
      row("hand-written, no transaction", cost.bare, "-"),
    );
  }
  return rows;
}

async function each(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<void> {
  for (const id of ids) await work(id);
}

function readBuilt(tenantId: string, id: string, role: "app" | "platform"): Promise<unknown> {
  return transaction(
    (tx) =>
      tx
        .selectFrom("blogRequests")
        .selectAll()
        .where("tenantId", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirstOrThrow(),
    role,
  );
}

async function read(tenantId: string, id: string, inTransaction: boolean): Promise<unknown> {
  const client = await pool("platform").connect();
  try {
    if (inTransaction) await client.query("begin");
    const { rows } = await client.query(statement, [tenantId, id]);
    if (inTransaction) await client.query("commit");
    return rows[0];
  } finally {
    client.release();
  }
}
