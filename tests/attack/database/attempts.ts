import pg from "pg";
import {
  type Command,
  type Declaration,
  type Identity,
  identities,
  type Outcome,
  promised,
} from "#schema/isolation.ts";
import { insertion, type RowMaker, type TableShape, type Values } from "#tests/support/rows/index.ts";
import { other, own, visible } from "./identities.ts";

/** One thing to try against a row of the tenant `own`, and what must come of it. Undefined: says nothing about this identity. */
export interface Attempt {
  what: Command | "upsert" | "scan" | "give away" | "hidden columns" | "reference";
  statement(who: Identity): string;
  expected(who: Identity): Outcome | undefined;
}

/** Everything that is tried on a table, for every identity alike. */
export async function attemptsOn(maker: RowMaker, table: string, declared: Declaration): Promise<Attempt[]> {
  const shape = shapeOf(maker, table);
  const row = await maker.row(table, own);
  const another = (await maker.fresh(table, own)) ?? row;
  const at = where(shape, row);
  const column = shape.columns.find(({ name }) => !shape.primaryKey.includes(name))?.name ?? shape.primaryKey[0] ?? "";
  const plain = (what: Command, statement: string, blind = statement): Attempt => ({
    what,
    statement: (who) => (declared.grants[identities[who].role].includes("select") ? statement : blind),
    expected: (who) => promised(who, declared, what),
  });
  const same = Object.fromEntries(
    Object.keys(row)
      .filter((name) => row[name] !== null)
      .map((name) => [name, row[name]]),
  );
  const conflict = ` on conflict (${shape.primaryKey.map((name) => `"${name}"`).join(", ")}) do update set "${column}" = excluded."${column}"`;
  return [
    plain("select", `select 1 from "${table}" where ${at}`),
    plain(
      "insert",
      `insert into ${insertion(table, another)
        .slice("insert into ".length)
        .replace(/ returning .*$/s, "")}`,
    ),
    // Who may not read may not say which rows either: all of them are tried.
    plain(
      "update",
      `update "${table}" set "${column}" = "${column}" where ${at}`,
      `update "${table}" set "${column}" = null`,
    ),
    plain("delete", `delete from "${table}" where ${at}`, `delete from "${table}"`),
    {
      what: "upsert",
      statement: () => insertion(table, same, conflict),
      expected: (who) =>
        weakest(["insert", "update", "select"].map((verb) => promised(who, declared, verb as Command))),
    },
    ...bounded(table, declared, at),
    ...(declared.columns ? [hiddenColumns(table, declared, at)] : []),
  ];
}

/** Rows beyond the identity's own tenants, and rows pushed out to them. */
function bounded(table: string, declared: Declaration, at: string): Attempt[] {
  const column = {
    tenant: "tenant_id",
    root: "id",
    crossing: declared.tenantFrom ? undefined : "tenant_id",
    global: undefined,
  }[declared.scope];
  if (!column) return [];
  const scan: Attempt = {
    what: "scan",
    statement: (who) => `select 1 from "${table}" where not "${column}" = any(${list(visible(who))})`,
    expected: (who) => {
      const { role } = identities[who];
      if (!declared.grants[role].includes("select")) return "refused";
      return role === "app" ? "no rows" : undefined;
    },
  };
  const give: Attempt = {
    what: "give away",
    statement: () => `update "${table}" set "${column}" = ${pg.escapeLiteral(other)} where ${at}`,
    expected: (who) => {
      const { role, sees } = identities[who];
      if (role !== "app") return undefined;
      return declared.grants.app.includes("update") && sees === "none" ? "no rows" : "refused";
    },
  };
  return declared.scope === "root" ? [scan] : [scan, give];
}

function hiddenColumns(table: string, declared: Declaration, at: string): Attempt {
  return {
    what: "hidden columns",
    statement: () => `select * from "${table}" where ${at}`,
    expected: (who) => (declared.columns?.[identities[who].role] ? "refused" : undefined),
  };
}

/** Ways to tie a row of `own` to a row of `other`; each must be impossible for everybody, by one statement at least. */
export async function referencesFrom(maker: RowMaker, table: string): Promise<{ key: string; statements: string[] }[]> {
  const shape = shapeOf(maker, table);
  const row = await maker.row(table, own);
  const found: { key: string; statements: string[] }[] = [];
  for (const key of shape.foreignKeys.filter(
    ({ columns, target }) => columns.includes("tenant_id") && target !== "tenants",
  )) {
    const linkTo = async (tenantId: string) => {
      const target = await maker.row(key.target, tenantId);
      const pairs = key.columns.map((name, at) => [name, target[key.targetColumns[at] ?? ""]] as const);
      return Object.fromEntries(pairs.filter(([name]) => name !== "tenant_id"));
    };
    // First a row that is right with a link of its own, so that nothing but the link is wrong with the one that is tried.
    const another = (await maker.fresh(table, own, await linkTo(own))) ?? (await maker.fresh(table, own)) ?? row;
    const crossing = await linkTo(other);
    const set = Object.entries(crossing).map(([name, value]) => `"${name}" = ${pg.escapeLiteral(String(value))}`);
    const statements = [
      insertion(table, { ...another, ...crossing }),
      `update "${table}" set ${set.join(", ")} where ${where(shape, row)}`,
    ];
    found.push({ key: key.name, statements });
  }
  return found;
}

/** `rows:<n>` or an SQLSTATE, as an outcome. What fails at a key or check got past the walls. */
export function outcomeOf(result: string): Outcome | string {
  if (result === "42501") return "refused";
  if (result === "rows:0") return "no rows";
  return result.startsWith("rows:") || result.startsWith("23") ? "allowed" : result;
}

/** The condition that finds a row by its key. */
export function where(shape: TableShape, row: Values): string {
  return shape.primaryKey.map((name) => `"${name}" = ${pg.escapeLiteral(String(row[name]))}`).join(" and ");
}

function shapeOf(maker: RowMaker, table: string): TableShape {
  const shape = maker.shapes.get(table);
  if (!shape) throw new Error(`there is no table ${table}`);
  return shape;
}

const list = (values: string[]) => `array[${values.map((value) => pg.escapeLiteral(value)).join(", ")}]::text[]`;

function weakest(outcomes: Outcome[]): Outcome {
  return outcomes.find((one) => one === "refused") ?? outcomes.find((one) => one === "no rows") ?? "allowed";
}
