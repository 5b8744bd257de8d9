import { type Body, isBody, isGiven, natural } from "./body.ts";
import { badFormat, invalid, unsupported } from "./failure.ts";
import { compileField, isEmptyValue } from "./field-condition.ts";
import { parsePath, valuesAt } from "./json-path.ts";
import { type Payload, type PointId, parseId } from "./point.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** What a condition looks at; an element of a nested filter has no id. */
interface Subject {
  id?: PointId;
  payload: Payload;
}

type Test = (subject: Subject) => boolean;

/** The tokenizers of text indexes by the name of their field. */
export type Tokenizers = ReadonlyMap<string, Tokenizer>;

const clauses = ["should", "min_should", "must", "must_not"];

/** A filter of `must`, `should`, `must_not` and `min_should` as a predicate. @throws QdrantFailure 400 or 422 for one the server would refuse */
export function compileFilter(filter: unknown, tokenizers: Tokenizers): Test {
  return isGiven(filter) ? compileClauses(filter, { tokenizers, prefix: "" }) : () => true;
}

/** The conditions every match has to meet, for choosing an index. */
export function requiredConditions(filter: unknown): Body[] {
  return isBody(filter) ? conditions(filter["must"]) : [];
}

/** Where a filter stands: a nested one has fields relative to the elements it is about. */
interface Place {
  tokenizers: Tokenizers;
  prefix: string;
}

function compileClauses(filter: unknown, place: Place): Test {
  if (!isBody(filter)) throw badFormat("invalid type, expected struct Filter");
  const unknown = Object.keys(filter).find((name) => !clauses.includes(name));
  if (unknown !== undefined)
    throw badFormat(`unknown field \`${unknown}\`, expected one of \`should\`, \`min_should\`, \`must\`, \`must_not\``);
  const compile = (given: unknown): Test[] => conditions(given).map((condition) => compileCondition(condition, place));
  const all = compile(filter["must"]);
  const none = compile(filter["must_not"]);
  const any = compile(filter["should"]);
  const enough = compileMinShould(filter["min_should"], compile);
  return (subject) =>
    all.every((test) => test(subject)) &&
    !none.some((test) => test(subject)) &&
    (any.length === 0 || any.some((test) => test(subject))) &&
    enough(subject);
}

function compileMinShould(given: unknown, compile: (conditions: unknown) => Test[]): Test {
  if (!isGiven(given)) return () => true;
  if (!isBody(given) || !Array.isArray(given["conditions"])) throw badFormat("missing field `conditions`");
  if (!isGiven(given["min_count"])) throw badFormat("missing field `min_count`");
  const least = natural(given["min_count"], 0);
  if (least === 0) throw invalid("filter.min_should.min_count", "min_count must be greater than 0");
  const tests = compile(given["conditions"]);
  return (subject) => tests.filter((test) => test(subject)).length >= least;
}

function compileCondition(condition: Body, place: Place): Test {
  if (isGiven(condition["key"])) {
    const key = keyOf(condition);
    const path = parsePath(key);
    const test = compileField(condition, place.tokenizers.get(place.prefix + key));
    return (subject) => test(valuesAt(subject.payload, path));
  }
  if ("is_empty" in condition) {
    const path = parsePath(keyOf(condition["is_empty"]));
    return (subject) => valuesAt(subject.payload, path).every(isEmptyValue);
  }
  if ("is_null" in condition) {
    const path = parsePath(keyOf(condition["is_null"]));
    return (subject) => valuesAt(subject.payload, path).includes(null);
  }
  if (Array.isArray(condition["has_id"])) {
    const ids = new Set(condition["has_id"].map(parseId));
    return ({ id }) => id !== undefined && ids.has(id);
  }
  if (typeof condition["has_vector"] === "string") {
    const isDefault = condition["has_vector"] === "";
    return ({ id }) => isDefault && id !== undefined;
  }
  if ("slice" in condition) throw unsupported("the condition slice");
  if (isBody(condition["nested"])) return compileNested(condition["nested"], place);
  if (Object.keys(condition).every((name) => clauses.includes(name))) return compileClauses(condition, place);
  throw badFormat(
    'Expected some form of condition, which can be a field condition (like {"key": ..., "match": ... }), or some other mentioned in the documentation: https://qdrant.tech/documentation/concepts/filtering/#filtering-conditions',
  );
}

function compileNested(nested: Body, { tokenizers, prefix }: Place): Test {
  const key = keyOf(nested);
  const array = key.endsWith("[]") ? key : `${key}[]`;
  const path = parsePath(array);
  const test = compileClauses(nested["filter"], { tokenizers, prefix: `${prefix}${array}.` });
  return (subject) => valuesAt(subject.payload, path).some((element) => isBody(element) && test({ payload: element }));
}

function conditions(given: unknown): Body[] {
  if (!isGiven(given)) return [];
  const list = Array.isArray(given) ? given : [given];
  if (list.every(isBody)) return list;
  throw badFormat("data did not match any variant of untagged enum Condition");
}

function keyOf(node: unknown): string {
  const key = isBody(node) ? node["key"] : undefined;
  if (typeof key === "string") return key;
  throw badFormat(isGiven(key) ? "Filter condition 'key' must be a string" : "missing field `key`");
}
