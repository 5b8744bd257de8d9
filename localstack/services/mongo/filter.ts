import { mingo } from "./engine.ts";
import { MongoFailure, notImplemented } from "./failure.ts";
import { operatorTest } from "./filter-operators.ts";
import { isEqual, leavesAt, type Predicate, someValue, type Test } from "./filter-path.ts";
import { decode, decodeTyped, docOf, encode, type Row } from "./rows.ts";
import { compileSchema } from "./schema.ts";
import { type Doc, isDoc } from "./values.ts";
import { refuseWide } from "./wide.ts";

/** Compiles a filter to a predicate on documents as JavaScript shows them. @throws MongoFailure 2 for what is no filter */
export function matcher(filter: Doc): Predicate {
  if (Object.keys(filter).length === 0) return () => true;
  const tests = Object.entries(filter).map(([name, value]) =>
    name.startsWith("$") ? topLevel(name, value) : onField(name, value),
  );
  const [only] = tests;
  return only && tests.length === 1 ? only : (doc) => tests.every((test) => test(doc));
}

/** Compiles a filter to a predicate on stored rows; one that asks for types sees the exact ones. */
export function rowMatcher(filter: Doc): (row: Row) => boolean {
  const matches = matcher(filter);
  return asksTypes(filter) ? (row) => matches(decodeTyped(row.raw)) : (row) => matches(docOf(row));
}

function topLevel(name: string, value: unknown): Predicate {
  switch (name) {
    case "$and": {
      const parts = listOf(name, value);
      return (doc) => parts.every((part) => part(doc));
    }
    case "$or": {
      const parts = listOf(name, value);
      return (doc) => parts.some((part) => part(doc));
    }
    case "$nor": {
      const parts = listOf(name, value);
      return (doc) => !parts.some((part) => part(doc));
    }
    case "$comment":
      return () => true;
    case "$expr":
      return expression(value);
    case "$jsonSchema": {
      if (!isDoc(value)) throw new MongoFailure(14, "TypeMismatch", "$jsonSchema must be an object");
      const check = compileSchema(value);
      return (doc) => check(doc).length === 0;
    }
    case "$where":
      throw new MongoFailure(2, "BadValue", "no globalScriptEngine in $where parsing");
    case "$text":
      throw new MongoFailure(27, "IndexNotFound", "text index required for $text query");
    default:
      throw new MongoFailure(
        2,
        "BadValue",
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function listOf(name: string, value: unknown): Predicate[] {
  if (!Array.isArray(value)) throw new MongoFailure(2, "BadValue", `${name} argument must be an array`);
  if (value.length === 0) throw new MongoFailure(2, "BadValue", "$and/$or/$nor must be a nonempty array");
  return value.map((part) => {
    if (!isDoc(part)) throw new MongoFailure(2, "BadValue", "$or/$and/$nor entries need to be full objects");
    return matcher(part);
  });
}

function expression(value: unknown): Predicate {
  const { Query } = mingo();
  const query = new Query({ $expr: value }, { scriptEnabled: false });
  return (doc) => {
    refuseWide(doc);
    return query.test(decode(encode(doc)));
  };
}

function onField(field: string, condition: unknown): Predicate {
  if (isDoc(condition)) {
    const names = Object.keys(condition);
    if (names[0]?.startsWith("$") && !isReference(names)) return operators(field, condition);
  }
  if (condition instanceof RegExp) return operators(field, { $regex: condition });
  return overValues(field, isEqual(condition));
}

function isReference(names: string[]): boolean {
  return names[0] === "$ref" || names[0] === "$id";
}

/** All operators of one field; each is true of the document, not all of the same value. */
function operators(field: string, condition: Doc): Predicate {
  const parts = Object.entries(condition).map(([name, value]) => operator(field, name, value, condition));
  return (doc) => parts.every((part) => part(doc));
}

function operator(field: string, name: string, value: unknown, siblings: Doc): Predicate {
  switch (name) {
    case "$ne":
      return not(overValues(field, isEqual(value)));
    case "$nin":
      return not(operator(field, "$in", value, siblings));
    case "$not": {
      if (value instanceof RegExp) return not(operators(field, { $regex: value }));
      if (!isDoc(value)) throw new MongoFailure(2, "BadValue", "$not needs a regex or a document");
      if (Object.keys(value).length === 0) throw new MongoFailure(2, "BadValue", "$not cannot be empty");
      return not(operators(field, value));
    }
    case "$exists": {
      const path = field.split(".");
      const wanted = Boolean(value);
      return (doc) => leavesAt(doc, path).some((leaf) => leaf !== undefined) === wanted;
    }
    case "$size": {
      const wanted = Number(value);
      if (!Number.isInteger(wanted) || wanted < 0) {
        throw new MongoFailure(
          2,
          "BadValue",
          `Failed to parse $size. Expected a non-negative number in: $size: ${value}`,
        );
      }
      return overLeaves(field, (leaf) => Array.isArray(leaf) && leaf.length === wanted);
    }
    case "$all":
      return all(field, value);
    case "$elemMatch": {
      const test = elementTest(value);
      return overLeaves(field, (leaf) => Array.isArray(leaf) && leaf.some(test));
    }
    case "$near":
    case "$nearSphere":
    case "$geoWithin":
    case "$geoIntersects":
      throw notImplemented(`geospatial queries are not supported by this server: ${name}`);
    default:
      return overValues(field, operatorTest(name, value, siblings));
  }
}

function all(field: string, value: unknown): Predicate {
  if (!Array.isArray(value)) throw new MongoFailure(2, "BadValue", "$all needs an array");
  const parts = value.map((item) =>
    isDoc(item) && "$elemMatch" in item
      ? operator(field, "$elemMatch", item["$elemMatch"], {})
      : item instanceof RegExp
        ? operators(field, { $regex: item })
        : overValues(field, isEqual(item)),
  );
  return (doc) => parts.length > 0 && parts.every((part) => part(doc));
}

const logical = ["$and", "$or", "$nor", "$expr", "$jsonSchema", "$comment", "$where", "$text"];

function elementTest(value: unknown): Test {
  if (!isDoc(value)) throw new MongoFailure(2, "BadValue", "$elemMatch needs an Object");
  const first = Object.keys(value)[0] ?? "";
  if (first.startsWith("$") && !logical.includes(first)) {
    const test = operators("v", value);
    return (item) => test({ v: item });
  }
  const matches = matcher(value);
  return (item) => (isDoc(item) || Array.isArray(item)) && matches(item as Doc);
}

function not(test: Predicate): Predicate {
  return (doc) => !test(doc);
}

function overValues(field: string, test: Test): Predicate {
  if (!field.includes(".")) return (doc) => someValue(doc[field], test);
  const path = field.split(".");
  return (doc) => leavesAt(doc, path).some((leaf) => someValue(leaf, test));
}

function overLeaves(field: string, test: Test): Predicate {
  const path = field.split(".");
  return (doc) => leavesAt(doc, path).some(test);
}

function asksTypes(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(asksTypes);
  if (!isDoc(filter)) return false;
  return Object.entries(filter).some(([name, value]) => name === "$type" || name === "$jsonSchema" || asksTypes(value));
}
