import { type Binary, EJSON, type ObjectId, type Timestamp } from "bson";
import { compareNumbers, isNumeric, type Numeric, numberKey } from "./numbers.ts";

/** A decoded document, a filter, a command: whatever BSON calls a document. */
export type Doc = Record<string, unknown>;

/** What an index and a sort see of an empty array: it comes before null. */
export const emptyArray = Symbol("empty array");

/** True for a plain sub-document, not for an array, a date or a BSON value such as an ObjectId. */
export function isDoc(value: unknown): value is Doc {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp) &&
    bsonType(value) === undefined
  );
}

/** The `_bsontype` of a BSON value object, else undefined. */
export function bsonType(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("_bsontype" in value)) return undefined;
  return String(value._bsontype);
}

/**
 * All values an index sees at a dotted path: arrays on the way and at the end are spread; a missing field is one undefined.
 * `spread` tells whether an array was met.
 */
export function valuesAt(doc: unknown, path: readonly string[]): { values: unknown[]; spread: boolean } {
  if (Array.isArray(doc)) {
    const inner = doc.map((item) => (path.length === 0 ? { values: [item] } : valuesAt(item, path)));
    const values = inner.flatMap((item) => item.values);
    const none = path.length === 0 ? emptyArray : undefined;
    return { values: values.length > 0 ? values : [none], spread: true };
  }
  const [field, ...rest] = path;
  if (field === undefined) return { values: [doc], spread: false };
  if (!isDoc(doc) || !Object.hasOwn(doc, field)) return { values: [undefined], spread: false };
  return valuesAt(doc[field], rest);
}

/** A string that is equal for values MongoDB holds equal (1, 1.0 and NumberLong(1); null and missing) and different otherwise. */
export function keyOf(value: unknown): string {
  if (typeof value === "string") return `s${value}`;
  if (value === undefined || value === null) return "z";
  if (isNumeric(value)) return `n${numberKey(value)}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value === emptyArray) return "u";
  if (Array.isArray(value)) return `a${value.map((item) => sized(keyOf(item))).join("")}`;
  if (isDoc(value))
    return `o${Object.entries(value)
      .map(([name, inner]) => sized(name) + sized(keyOf(inner)))
      .join("")}`;
  return `e${EJSON.stringify(value, { relaxed: false })}`;
}

function sized(text: string): string {
  return `${text.length}:${text}`;
}

const ranks: Record<string, number> = {
  MinKey: -1,
  Long: 2,
  Int32: 2,
  Double: 2,
  Decimal128: 2,
  Binary: 6,
  UUID: 6,
  ObjectId: 7,
  Timestamp: 10,
  BSONRegExp: 11,
  Code: 13,
  MaxKey: 99,
};

function rank(value: unknown): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === "number" || typeof value === "bigint") return 2;
  if (typeof value === "string") return 3;
  if (typeof value === "boolean") return 8;
  if (typeof value === "symbol") return 0;
  if (Array.isArray(value)) return 5;
  if (value instanceof Date) return 9;
  if (value instanceof RegExp) return 11;
  return ranks[bsonType(value) ?? ""] ?? 4;
}

/** True when a range on one value can hold the other: MongoDB compares within a type only. */
export function sameType(left: unknown, right: unknown): boolean {
  return rank(left) === rank(right);
}

/** Compares two values in MongoDB's order of types and values. */
export function compareValues(left: unknown, right: unknown): number {
  const byType = rank(left) - rank(right);
  if (byType !== 0) return byType;
  switch (rank(left)) {
    case 2:
      return compareNumbers(left as Numeric, right as Numeric);
    case 3:
      return compareTexts(left as string, right as string);
    case 4:
      return compareDocs(left, right);
    case 5:
      return compareLists(left as unknown[], right as unknown[]);
    case 6:
      return compareBinaries(left as Binary, right as Binary);
    case 7:
      return order((left as ObjectId).toHexString(), (right as ObjectId).toHexString());
    case 8:
      return Number(left) - Number(right);
    case 9:
      return (left as Date).getTime() - (right as Date).getTime();
    case 10:
      return order((left as Timestamp).toBigInt(), (right as Timestamp).toBigInt());
    default:
      return order(keyOf(left), keyOf(right));
  }
}

/** By UTF-8 bytes, which is by code point and differs from JavaScript's order only above the surrogates. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (a === b) continue;
    if (a < 0xd800 || b < 0xd800) return a - b;
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return left.length - right.length;
}

function compareDocs(left: unknown, right: unknown): number {
  if (!isDoc(left) || !isDoc(right)) return order(keyOf(left), keyOf(right));
  const [a, b] = [Object.entries(left), Object.entries(right)];
  for (const [i, [name, value]] of a.entries()) {
    const other = b[i];
    if (!other) return 1;
    const result = rank(value) - rank(other[1]) || compareTexts(name, other[0]) || compareValues(value, other[1]);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

function compareLists(left: unknown[], right: unknown[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const result = compareValues(left[i], right[i]);
    if (result !== 0) return result;
  }
  return left.length - right.length;
}

function compareBinaries(left: Binary, right: Binary): number {
  const byLength = left.position - right.position || left.sub_type - right.sub_type;
  return byLength || Buffer.compare(left.value(), right.value());
}

function order<T>(left: T, right: T): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/** A comparator for a sort specification such as `{ at: -1, _id: 1 }`; an array sorts by its smallest or largest element. */
export function sorter(spec: Doc): (left: Doc, right: Doc) => number {
  const fields = Object.entries(spec).map(([path, direction]) => ({
    path: path.split("."),
    sign: Math.sign(Number(direction)),
  }));
  return (left, right) => {
    for (const { path, sign } of fields) {
      const result = sign * compareValues(edge(left, path, sign), edge(right, path, sign));
      if (result !== 0) return result;
    }
    return 0;
  };
}

function edge(doc: Doc, path: readonly string[], sign: number): unknown {
  const { values } = valuesAt(doc, path);
  return values.reduce((best, value) => (sign * compareValues(value, best) < 0 ? value : best));
}
