import fc from "fast-check";
import type { Column, TableShape } from "./catalogue.ts";

/** A column that is left out: the database's default, or null. */
export const absent = Symbol("absent");

const day = 86_400_000;

// The same rows in every run: mulberry32 from one seed.
let state = 20_260_101;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const whole = (below: number) => Math.floor(random() * below);
const word = (length: number) => Array.from({ length }, () => whole(16).toString(16)).join("");
const pick = <T>(list: readonly T[]): T => {
  const one = list[whole(list.length)];
  if (one === undefined) throw new Error("nothing to choose from");
  return one;
};

/**
 * A value for a column, read off its type and its checks. The first proposal is the plain one; later ones are drawn from all
 * literals, bounds and patterns that any check of the table mentions for it, so that checks over several columns are met by trying.
 */
export function propose(table: TableShape, column: Column, first: boolean): unknown {
  const checks = table.checks.filter((check) => check.columns.includes(column.name));
  const alone = checks.filter((check) => check.columns.length === 1).map(({ text }) => text);
  const all = checks.map(({ text }) => text);
  if (!first && !column.required && random() < 0.4) return absent;
  if (!first && column.filled && random() < 0.3) return absent;
  if (column.type.endsWith("[]")) return list(column, first ? alone : all, alone);
  return scalar(column, first ? alone : all, alone, first);
}

function list(column: Column, texts: string[], alone: string[]): unknown[] {
  const atLeast = Math.max(
    0,
    ...bounds("cardinality", column.name, alone, ">="),
    ...bounds("cardinality", column.name, alone, ">").map((n) => n + 1),
  );
  const items = column.type === "text[]" ? literals(texts) : [];
  return Array.from({ length: Math.max(atLeast, 1) }, () =>
    items.length > 0 ? pick(items) : scalar({ ...column, type: column.type.slice(0, -2) }, [], []),
  );
}

function scalar(column: Column, texts: string[], alone: string[], first = true): unknown {
  switch (column.type) {
    case "text":
    case "citext":
    case "character varying":
    case "character":
      return text(column, texts, alone);
    case "integer":
    case "bigint":
    case "smallint":
    case "numeric":
    case "double precision":
    case "real":
      return pick([...numbers(column, texts), ...(first ? [] : [1 + whole(900)])]);
    case "boolean":
      return pick([true, false]);
    case "jsonb":
    case "json":
      return all(texts, /'array'/) ? [] : {};
    case "timestamp with time zone":
      return new Date(Date.now() + pick([-day, 0, day, 2 * day])).toISOString();
    case "date":
      if (all(texts, /EXTRACT\(day FROM/)) return `20${20 + whole(60)}-0${1 + whole(9)}-01`;
      return new Date(Date.now() + pick([-40, 0, 1, 40]) * day).toISOString().slice(0, 10);
    case "time without time zone":
      return pick(["08:00", "20:00"]);
    case "uuid":
      return `${word(8)}-${word(4)}-4${word(3)}-8${word(3)}-${word(12)}`;
    case "inet":
      return "192.0.2.1";
    case "bytea":
      return "\\x00";
    case "interval":
      return "1 hour";
    default:
      throw new Error(`no value is known for type ${column.type} of ${column.name}`);
  }
}

function text(column: Column, texts: string[], alone: string[]): string {
  const patterns = matches(
    [...alone, ...texts],
    new RegExp(`\\(?${column.name}\\)?(?:::text)? ~\\*? '((?:[^']|'')+)'`, "g"),
  );
  const [pattern] = patterns;
  if (pattern !== undefined) {
    // The longest of a few: what many rows draw from must not run out.
    const drawn = fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 4, seed: whole(2 ** 31) });
    return drawn.reduce((longest, one) => (one.length > longest.length ? one : longest));
  }
  const closed = literals(texts.filter((one) => !/ ~|length\(/.test(one)));
  if (closed.length > 0) return pick(closed);
  const exact = bounds("length", column.name, alone, "=");
  const least = Math.max(12, ...bounds("length", column.name, alone, ">="), ...exact);
  const most = Math.min(60, ...bounds("length", column.name, alone, "<="), ...exact);
  return word(Math.min(Math.max(least, 12), Math.max(most, ...exact, 0)) || 12);
}

function numbers(column: Column, texts: string[]): number[] {
  const near = texts.flatMap((one) => [...one.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([found]) => Number(found)));
  const integral = column.type !== "numeric" && !["double precision", "real"].includes(column.type);
  const around = near.flatMap((n) => [n, n, n + 1]).filter((n) => n >= 0 && (!integral || Number.isInteger(n)));
  return around.length > 0 ? around : [1 + whole(900)];
}

function literals(texts: string[]): string[] {
  return matches(texts, /'((?:[^']|'')*)'::(?:text|citext|character varying)/g).filter((one) => one !== "");
}

function bounds(of: string, column: string, texts: string[], operator: string): number[] {
  return matches(texts, new RegExp(`${of}\\(\\(?${column}\\)?(?:::text)?\\) ${operator} (\\d+)`, "g")).map(Number);
}

function matches(texts: string[], pattern: RegExp): string[] {
  return texts.flatMap((one) => [...one.matchAll(pattern)].map((found) => (found[1] ?? "").replaceAll("''", "'")));
}

function all(texts: string[], pattern: RegExp): boolean {
  return texts.length > 0 && texts.some((one) => pattern.test(one));
}
