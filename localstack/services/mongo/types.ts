import { MongoFailure } from "./failure.ts";
import type { Test } from "./filter-path.ts";
import { isNumeric, toNumber } from "./numbers.ts";
import { bsonType } from "./values.ts";

const codes: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

const names = new Map(Object.entries(codes).map(([name, code]) => [code, name]));

const objectNames: Record<string, string> = {
  Int32: "int",
  Long: "long",
  Double: "double",
  Decimal128: "decimal",
  ObjectId: "objectId",
  Binary: "binData",
  UUID: "binData",
  Timestamp: "timestamp",
  BSONRegExp: "regex",
  Code: "javascript",
  BSONSymbol: "symbol",
  MinKey: "minKey",
  MaxKey: "maxKey",
};

/** The name of a value's type, as `$type` takes it; undefined for a missing field. Numbers need to be typed to be told apart. */
export function typeName(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? "int" : "double";
  if (Array.isArray(value)) return "array";
  if (value instanceof Date) return "date";
  if (value instanceof RegExp) return "regex";
  return objectNames[bsonType(value) ?? ""] ?? "object";
}

/** The test of `$type` and `bsonType`: a name, a number, or a list of them. @throws MongoFailure 2 for an unknown type */
export function typeTest(wanted: unknown): Test {
  const accepted = new Set([wanted].flat().map(acceptedName));
  return (value) => {
    const name = typeName(value);
    return name !== undefined && (accepted.has(name) || (accepted.has("number") && isNumeric(value)));
  };
}

function acceptedName(wanted: unknown): string {
  if (typeof wanted === "string") {
    if (wanted === "number" || Object.hasOwn(codes, wanted)) return wanted;
    throw new MongoFailure(2, "BadValue", `Unknown type name alias: ${wanted}`);
  }
  const name = isNumeric(wanted) ? names.get(toNumber(wanted)) : undefined;
  if (name) return name;
  throw new MongoFailure(2, "BadValue", `Invalid numerical type code: ${String(wanted)}`);
}
