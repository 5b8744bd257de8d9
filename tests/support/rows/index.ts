import pg, { type ClientBase, DatabaseError } from "pg";
import { type Column, type ForeignKey, readShapes, type TableShape } from "./catalogue.ts";
import { absent, propose } from "./propose.ts";

export type { TableShape } from "./catalogue.ts";
/** A row by column name, as JSON. */
export type Values = Record<string, unknown>;

const triesMax = 400;

/** Values a rule outside the table's own checks asks for, by table and column. */
const given: Record<string, (tenantId: string | null) => Values> = {
  deliverable_periods: () => ({ starts_on: "2026-01-01", ends_on: "2026-01-31" }),
  idempotency_keys: (tenantId) => ({ scope: `test:user:someone:${tenantId}` }),
  spend_ledger: () => ({ from_account: "budget", to_account: "held" }),
};

/**
 * Makes valid rows of every table from what the database says about it: types, checks, keys. Rows that others refer to are made
 * on the way. Runs in the caller's transaction, as a role that may write everything.
 */
export async function rowMaker(client: ClientBase) {
  const shapes = await readShapes(client);
  const standing = new Map<string, Values>();
  const underWay = new Set<string>();

  const shapeOf = (table: string): TableShape => {
    const shape = shapes.get(table);
    if (!shape) throw new Error(`there is no table ${table}`);
    return shape;
  };
  const named = (shape: TableShape) => shape.columns.some(({ name }) => name === "tenant_id") || shape.name in given;

  /** The one row of a table that stands for a tenant; made when there is none. */
  async function row(table: string, tenantId: string | null): Promise<Values> {
    const shape = shapeOf(table);
    const owner = table === "tenants" || named(shape) ? tenantId : null;
    const key = `${table} ${owner}`;
    const known = standing.get(key);
    if (known) return known;
    underWay.add(key);
    const made = await draft(shape, owner)
      .then((values) => settle(shape, values, owner))
      .finally(() => underWay.delete(key));
    if (!made) throw new Error(`no valid row of ${table} was found`);
    standing.set(key, made);
    return made;
  }

  /** Values of one more row that the database would take, or null when it takes only one. The row itself does not stay. */
  async function fresh(table: string, tenantId: string | null, fixed: Values = {}): Promise<Values | null> {
    const shape = shapeOf(table);
    const values = { ...(await draft(shape, tenantId)), ...fixed };
    await client.query("savepoint fresh");
    const made = await insert(shape, values, tenantId, Object.keys(fixed));
    await client.query("rollback to savepoint fresh");
    if (made === "linked") {
      const links = await spares(shape, values, tenantId, Object.keys(fixed));
      return links ? fresh(table, tenantId, { ...links, ...fixed }) : null;
    }
    if (!made) return null;
    return Object.fromEntries(Object.keys(present(values)).map((name) => [name, made[name]]));
  }

  async function settle(shape: TableShape, values: Values, tenantId: string | null): Promise<Values | null> {
    const made = await insert(shape, values, tenantId);
    if (made !== "linked") return made;
    const links = await spares(shape, values, tenantId);
    const again = links && (await insert(shape, { ...values, ...links }, tenantId));
    return again === "linked" ? null : again;
  }

  // A key over nothing but links, or a check between them, is met by linking to something new.
  async function spares(
    shape: TableShape,
    values: Values,
    tenantId: string | null,
    fixed: string[] = [],
  ): Promise<Values | null> {
    const links: Values = {};
    for (const key of shape.foreignKeys) {
      const free =
        key.target !== "tenants" && key.target !== shape.name && !key.columns.some((name) => fixed.includes(name));
      if (!free || key.columns.every((name) => values[name] === absent)) continue;
      const target = shapeOf(key.target);
      const owner = named(target) ? tenantId : null;
      const spare = await insert(target, await draft(target, owner), owner);
      if (spare && spare !== "linked") Object.assign(links, pointing(key, spare));
    }
    return Object.keys(links).length > 0 ? links : null;
  }

  async function draft(shape: TableShape, tenantId: string | null): Promise<Values> {
    const values: Values = {};
    for (const column of shape.columns) values[column.name] = starting(shape, column);
    for (const key of shape.foreignKeys) Object.assign(values, await parent(shape, key, tenantId));
    if (shape.name === "tenants") values["id"] = tenantId;
    if (shape.columns.some(({ name }) => name === "tenant_id")) values["tenant_id"] = tenantId;
    return { ...values, ...given[shape.name]?.(tenantId) };
  }

  async function parent(shape: TableShape, key: ForeignKey, tenantId: string | null): Promise<Values> {
    const target = shapeOf(key.target);
    const owner = key.target === "tenants" || named(target) ? tenantId : null;
    const required = (name: string) =>
      name === "tenant_id" || shape.columns.some((one) => one.name === name && one.required);
    const optional = key.columns.filter((name) => !required(name));
    const without = Object.fromEntries(optional.map((name) => [name, absent]));
    if (owner === null && named(target)) return without;
    if (underWay.has(`${key.target} ${owner}`)) {
      if (optional.length > 0) return without;
      throw new Circle(`${shape.name} and ${key.target} refer to each other`);
    }
    try {
      return pointing(key, await row(key.target, owner));
    } catch (error) {
      if (error instanceof Circle && optional.length > 0) return without;
      throw error;
    }
  }

  /** Inserts; where a check or key refuses, other values are tried for the columns it speaks of. `linked`: only other links would help. */
  async function insert(
    shape: TableShape,
    values: Values,
    tenantId: string | null,
    fixed: string[] = [],
  ): Promise<Values | "linked" | null> {
    const bound = new Set([...fixed, "tenant_id", ...Object.keys(given[shape.name]?.(tenantId) ?? {})]);
    const links = new Set(shape.foreignKeys.flatMap(({ columns }) => columns));
    for (let attempt = 0; attempt < triesMax; attempt++) {
      await client.query("savepoint attempt");
      try {
        const { rows } = await client.query<{ row: Values }>(insertion(shape.name, values));
        await client.query("release savepoint attempt");
        return rows[0]?.row ?? null;
      } catch (error) {
        await client.query("rollback to savepoint attempt; release savepoint attempt");
        if (!(error instanceof DatabaseError)) throw error;
        const columns = blamed(shape, error).filter((name) => !bound.has(name));
        const optional = (name: string) => !shape.columns.some((one) => one.name === name && one.required);
        const free = columns.filter((name) => !links.has(name) || (error.code === "23514" && optional(name)));
        if (free.length === 0) return columns.length > 0 ? "linked" : null;
        for (const name of free) change(shape, values, name, links.has(name), error.code === "23502");
      }
    }
    return null;
  }

  return { shapes, row, fresh };
}
export type RowMaker = Awaited<ReturnType<typeof rowMaker>>;

/** A row that cannot be made before one that waits for it. */
class Circle extends Error {}

/** The statement that inserts a row. */
export function insertion(table: string, values: Values, conflict = ""): string {
  const columns = Object.keys(present(values)).map((name) => `"${name}"`);
  const row = pg.escapeLiteral(JSON.stringify(present(values)));
  return `insert into "${table}" as made (${columns.join(", ")}) select ${columns.join(", ")}
    from jsonb_populate_record(null::"${table}", ${row}::jsonb)${conflict}${conflict === "" ? " returning to_jsonb(made.*) as row" : ""}`;
}

function present(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== absent));
}

function starting(shape: TableShape, column: Column): unknown {
  return column.required && !column.filled ? propose(shape, column, true) : absent;
}

function pointing(key: ForeignKey, target: Values): Values {
  return Object.fromEntries(key.columns.map((name, at) => [name, target[key.targetColumns[at] ?? ""]]));
}

function blamed(shape: TableShape, error: DatabaseError): string[] {
  if (error.code === "23502") return [error.column ?? ""];
  if (error.code === "23514") return shape.checks.find(({ name }) => name === error.constraint)?.columns ?? [];
  if (error.code === "23505" || error.code === "23P01") return shape.unique[error.constraint ?? ""] ?? [];
  throw error;
}

function change(shape: TableShape, values: Values, name: string, linked: boolean, required: boolean): void {
  const column = shape.columns.find((one) => one.name === name);
  if (!column) throw new Error(`${shape.name} has no column ${name}`);
  if (linked) values[name] = column.required ? values[name] : absent;
  else values[name] = propose(shape, required ? { ...column, required: true, filled: false } : column, required);
}
