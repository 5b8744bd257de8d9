import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Insertable } from "kysely";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DB } from "#schema/database/tables.ts";

export type Table = keyof DB;

/** Rows per table, in the order in which they must be written. Rows of one table name the same columns. */
export type Sheets = Map<Table, object[]>;

/** Adds rows of a table. */
export function add<T extends Table>(sheets: Sheets, table: T, ...rows: Insertable<DB[T]>[]): void {
  const known = sheets.get(table);
  if (known) known.push(...rows);
  else sheets.set(table, rows);
}

/** Writes all sheets over one connection by COPY, in one transaction. @returns how many rows there were */
export async function write(client: pg.ClientBase, sheets: Sheets): Promise<number> {
  let count = 0;
  await client.query("begin");
  try {
    for (const [table, rows] of sheets) {
      await copy(client, table, rows);
      count += rows.length;
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
  return count;
}

async function copy(client: pg.ClientBase, table: string, rows: readonly object[]): Promise<void> {
  const keys = Object.keys(rows[0] ?? {});
  if (keys.length === 0) return;
  const columns = keys.map((key) => `"${snake(key)}"`).join(", ");
  const target = client.query(copyFrom(`copy "${snake(table)}" (${columns}) from stdin`));
  await pipeline(Readable.from(blocks(rows, keys), { objectMode: false }), target);
}

const blockRows = 500;

function* blocks(rows: readonly object[], keys: readonly string[]): Generator<Buffer> {
  for (let start = 0; start < rows.length; start += blockRows) {
    let text = "";
    for (const row of rows.slice(start, start + blockRows)) {
      const cells = row as Record<string, unknown>;
      text += `${keys.map((key) => cell(cells[key])).join("\t")}\n`;
    }
    yield Buffer.from(text);
  }
}

// The text format of COPY: tabs between cells, \N for null, arrays as literals, the rest of the objects as JSON.
function cell(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return escaped(`{${value.map((item) => JSON.stringify(String(item))).join(",")}}`);
  return escaped(typeof value === "object" ? JSON.stringify(value) : String(value));
}

function escaped(text: string): string {
  return /[\\\n\r\t]/.test(text)
    ? text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")
    : text;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
