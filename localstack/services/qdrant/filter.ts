import { badFormat } from "./failure.ts";
import { type Payload, type Point, parseId, valuesAt } from "./point.ts";

type Test = (point: Pick<Point, "id" | "payload">) => boolean;
type Node = Record<string, unknown>;

/** A filter of `must`, `should`, `must_not` and `min_should` as a predicate. @throws QdrantFailure 400 for a condition it does not know */
export function compileFilter(filter: unknown): Test {
  if (filter === undefined || filter === null) return () => true;
  const { must, should, must_not: mustNot, min_should: minShould, ...rest } = asNode(filter);
  const unknown = Object.keys(rest)[0];
  if (unknown)
    throw badFormat(`unknown field \`${unknown}\`, expected one of \`should\`, \`min_should\`, \`must\`, \`must_not\``);
  const all = conditions(must).map(compileCondition);
  const none = conditions(mustNot).map(compileCondition);
  const any = conditions(should).map(compileCondition);
  const some = minShould === undefined ? undefined : asNode(minShould);
  const counted = conditions(some?.["conditions"]).map(compileCondition);
  const least = Number(some?.["min_count"] ?? 0);
  return (point) =>
    all.every((test) => test(point)) &&
    !none.some((test) => test(point)) &&
    (any.length === 0 || any.some((test) => test(point))) &&
    (least === 0 || counted.filter((test) => test(point)).length >= least);
}

/** The conditions every match has to meet, for choosing an index. */
export function requiredConditions(filter: unknown): Node[] {
  return filter === undefined || filter === null ? [] : conditions(asNode(filter)["must"]);
}

function compileCondition(condition: Node): Test {
  if ("must" in condition || "should" in condition || "must_not" in condition || "min_should" in condition)
    return compileFilter(condition);
  if ("has_id" in condition) {
    const ids = new Set((condition["has_id"] as unknown[]).map(parseId));
    return (point) => ids.has(point.id);
  }
  if ("is_empty" in condition) {
    const key = keyOf(condition["is_empty"]);
    return (point) => valuesAt(point.payload, key).every((value) => value === null);
  }
  if ("is_null" in condition) {
    const key = keyOf(condition["is_null"]);
    return (point) => valuesAt(point.payload, key).includes(null);
  }
  if ("nested" in condition) return compileNested(asNode(condition["nested"]));
  const key = keyOf(condition);
  const test = compileField(condition);
  return (point) => test(valuesAt(point.payload, key));
}

function compileNested(nested: Node): Test {
  const test = compileFilter(nested["filter"]);
  const key = keyOf(nested);
  return (point) => valuesAt(point.payload, key).some((element) => test({ id: point.id, payload: element as Payload }));
}

function compileField(condition: Node): (values: unknown[]) => boolean {
  if ("match" in condition) return compileMatch(asNode(condition["match"]));
  if ("range" in condition) {
    const inside = compileRange(asNode(condition["range"]));
    return (values) => values.some((value) => inside(value));
  }
  if ("values_count" in condition) {
    const inside = compileRange(asNode(condition["values_count"]));
    return (values) => inside(values.length);
  }
  const name = Object.keys(condition).find((field) => field !== "key") ?? "";
  throw badFormat(`condition \`${name}\` is not supported by this server`);
}

function compileMatch(match: Node): (values: unknown[]) => boolean {
  const [kind, wanted] = Object.entries(match)[0] ?? [];
  if (kind === "value") return (values) => values.includes(wanted);
  if (kind === "any") {
    const set = new Set(wanted as unknown[]);
    return (values) => values.some((value) => set.has(value));
  }
  if (kind === "except") {
    const set = new Set(wanted as unknown[]);
    return (values) => values.some((value) => !set.has(value));
  }
  if (kind === "text") {
    const words = tokens(String(wanted));
    return (values) =>
      values.some((value) => typeof value === "string" && words.every((word) => tokens(value).includes(word)));
  }
  throw badFormat(`match \`${kind ?? ""}\` is not supported by this server`);
}

function tokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function compileRange(range: Node): (value: unknown) => boolean {
  const dates = Object.values(range).some((bound) => typeof bound === "string");
  const number = (value: unknown): number => {
    if (typeof value === "number") return dates ? Number.NaN : value;
    return dates && typeof value === "string" ? Date.parse(value) : Number.NaN;
  };
  const bound = (name: string, otherwise: number): number => {
    const given = range[name];
    return given === undefined || given === null ? otherwise : number(given);
  };
  const [gt, gte] = [bound("gt", Number.NEGATIVE_INFINITY), bound("gte", Number.NEGATIVE_INFINITY)];
  const [lt, lte] = [bound("lt", Number.POSITIVE_INFINITY), bound("lte", Number.POSITIVE_INFINITY)];
  return (value) => {
    const found = number(value);
    return found > gt && found >= gte && found < lt && found <= lte;
  };
}

function conditions(given: unknown): Node[] {
  if (given === undefined || given === null) return [];
  return (Array.isArray(given) ? given : [given]).map(asNode);
}

function keyOf(node: unknown): string {
  const key = asNode(node)["key"];
  if (typeof key === "string") return key;
  throw badFormat("missing field `key`");
}

function asNode(value: unknown): Node {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Node;
  throw badFormat("data did not match any variant of untagged enum Condition");
}
