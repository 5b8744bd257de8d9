import { type Body, isBody, isGiven, natural } from "./body.ts";
import { badFormat, invalid, unsupported } from "./failure.ts";
import { elements } from "./json-path.ts";
import { parseMoment } from "./moment.ts";
import type { Tokenizer } from "./tokenizer.ts";

type Test = (value: unknown) => boolean;

const geo = ["geo_bounding_box", "geo_radius", "geo_polygon"];

/**
 * The test of one payload field, asked with all values at its path: none for a missing field, an array as one value.
 * @param tokenizer of the field's text index, without which texts match as parts of the value
 */
export function compileField(condition: Body, tokenizer: Tokenizer | undefined): (values: unknown[]) => boolean {
  const { match, range, values_count: counted, is_empty: isEmpty, is_null: isNull } = condition;
  const placed = geo.find((name) => isGiven(condition[name]));
  if (placed) throw unsupported(`the condition ${placed}`);
  if (isGiven(counted)) return compileCount(counted);
  if (typeof isEmpty === "boolean")
    return (values) => (values.length === 0 ? isEmpty : values.some((value) => isEmptyValue(value) === isEmpty));
  if (typeof isNull === "boolean")
    return (values) =>
      values.length === 0 ? !isNull : values.some((value) => elements(value).includes(null) === isNull);
  const tests = [
    ...(isGiven(match) ? [compileMatch(match, tokenizer)] : []),
    ...(isGiven(range) ? [compileRange(range)] : []),
  ];
  const [first, second] = tests;
  if (!first) throw invalid("filter", "Validation error: At least one field condition must be specified [{}]");
  const test: Test = second ? (value) => first(value) || second(value) : first;
  return (values) => values.some((value) => (Array.isArray(value) ? value.some(test) : test(value)));
}

/** True for null and for an array without elements. */
export function isEmptyValue(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function compileMatch(match: unknown, tokenizer: Tokenizer | undefined): Test {
  const given = isBody(match) ? match : {};
  const { value: wanted, text, text_any: textAny, phrase, prefix, any, except } = given;
  if (typeof wanted === "string" || typeof wanted === "boolean" || Number.isInteger(wanted))
    return (value) => value === wanted;
  if (typeof text === "string") return tokenizer?.all(text) ?? onText((value) => value.includes(text));
  if (typeof textAny === "string") {
    const words = textAny.split(/\s+/).filter(Boolean);
    return tokenizer?.any(textAny) ?? onText((value) => words.some((word) => value.includes(word)));
  }
  if (typeof phrase === "string") {
    if (tokenizer) throw unsupported("a phrase on a field with a text index");
    return onText((value) => value.includes(phrase));
  }
  if (typeof prefix === "string") return onText((value) => value.startsWith(prefix));
  const set = isVariants(any) ? new Set(any) : undefined;
  if (set) return (value) => set.has(value);
  const others = isVariants(except) ? new Set(except) : undefined;
  if (others) return (value) => value !== null && !others.has(value);
  throw badFormat("data did not match any variant of untagged enum MatchInterface");
}

function onText(test: (value: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

/** Lists match when all of one kind: texts, or whole numbers. */
function isVariants(values: unknown): values is unknown[] {
  if (!Array.isArray(values)) return false;
  return values.every((value) => typeof value === "string") || values.every((value) => Number.isInteger(value));
}

function compileRange(range: unknown): Test {
  if (!isBody(range)) throw badFormat("data did not match any variant of untagged enum RangeInterface");
  const { lt, gt, lte, gte } = range;
  const dated = [lt, gt, lte, gte].some((bound) => typeof bound === "string");
  const read = dated ? parseDateBound : parseNumberBound;
  const inside = between(read(gt), read(gte), read(lt), read(lte));
  if (dated) return onText((value) => inside(parseMoment(value)));
  return (value) => typeof value === "number" && inside(value);
}

function parseNumberBound(bound: unknown): number | undefined {
  if (!isGiven(bound)) return undefined;
  if (typeof bound === "number") return bound;
  throw badFormat("data did not match any variant of untagged enum RangeInterfaceUntagged");
}

function parseDateBound(bound: unknown): number | undefined {
  if (!isGiven(bound)) return undefined;
  const moment = typeof bound === "string" ? parseMoment(bound) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw badFormat(
    `'${String(bound)}' does not match accepted datetime format (RFC3339). Example: 2014-01-01T00:00:00Z`,
  );
}

function between(gt = Number.NaN, gte = Number.NaN, lt = Number.NaN, lte = Number.NaN): (value: number) => boolean {
  // Not "less or equal" rather than "greater": a bound that was not given is NaN and excludes nothing.
  return (value) => !Number.isNaN(value) && !(value <= gt) && !(value < gte) && !(value >= lt) && !(value > lte);
}

function compileCount(counted: unknown): (values: unknown[]) => boolean {
  if (!isBody(counted)) throw badFormat("invalid type, expected struct ValuesCount");
  const bound = (name: string): number => natural(counted[name], Number.NaN);
  const inside = between(bound("gt"), bound("gte"), bound("lt"), bound("lte"));
  const count = (value: unknown): number => (value === null ? 0 : elements(value).length);
  return (values) => (values.length === 0 ? inside(0) : values.some((value) => inside(count(value))));
}
