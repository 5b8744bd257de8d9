import { type Body, isBody } from "./body.ts";
import { requiredConditions } from "./filter.ts";
import { type IndexSchema, tokenizerOf } from "./index-schema.ts";
import { elements, type Path, parsePath, valuesAt } from "./json-path.ts";
import { parseMoment } from "./moment.ts";
import type { Payload, Point } from "./point.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Types whose exact values get a posting list. */
const listed: Record<string, string> = { keyword: "string", uuid: "string", integer: "number", bool: "boolean" };

/** The index of one payload field: value to the slots of its points. */
export class PayloadIndex {
  readonly schema: IndexSchema;
  readonly tokenizer: Tokenizer | undefined;
  readonly #path: Path;
  readonly #slots = new Map<unknown, Set<number>>();
  #points = 0;

  constructor(field: string, schema: IndexSchema) {
    this.schema = schema;
    this.tokenizer = tokenizerOf(schema);
    this.#path = parsePath(field);
  }

  /** How many points have a value of its type. */
  get points(): number {
    return this.#points;
  }

  add(point: Point): void {
    const values = this.valuesOf(point.payload);
    if (values.size > 0) this.#points++;
    if (listed[this.schema.type] === undefined) return;
    for (const value of values) {
      const slots = this.#slots.get(value);
      if (slots) slots.add(point.slot);
      else this.#slots.set(value, new Set([point.slot]));
    }
  }

  remove(point: Point): void {
    const values = this.valuesOf(point.payload);
    if (values.size > 0) this.#points--;
    for (const value of values) {
      const slots = this.#slots.get(value);
      slots?.delete(point.slot);
      if (slots?.size === 0) this.#slots.delete(value);
    }
  }

  /** Posting lists that together hold every point with one of the values; undefined when the index cannot tell. */
  lists(values: unknown[]): ReadonlySet<number>[] | undefined {
    const type = listed[this.schema.type];
    if (type === undefined || values.some((value) => typeof value !== type)) return undefined;
    return values.flatMap((value) => this.#slots.get(value) ?? []);
  }

  /** The different values of a payload that the index takes up: those of its type. */
  valuesOf(payload: Payload): Set<unknown> {
    const found = valuesAt(payload, this.#path).flatMap(elements);
    return new Set(found.filter((value) => this.#takes(value)));
  }

  /** The numbers points are ordered by: the values, or microseconds since 1970 for dates. */
  orderValues(payload: Payload): number[] {
    const values = [...this.valuesOf(payload)];
    return values.map((value) => (typeof value === "string" ? parseMoment(value) : Number(value)));
  }

  #takes(value: unknown): boolean {
    switch (this.schema.type) {
      case "integer":
        return Number.isInteger(value);
      case "float":
        return typeof value === "number";
      case "bool":
        return typeof value === "boolean";
      case "datetime":
        return typeof value === "string" && !Number.isNaN(parseMoment(value));
      default:
        return typeof value === "string";
    }
  }
}

/** The smallest set of slots an index gives for a filter; undefined when all points have to be looked at. */
export function candidates(indexes: ReadonlyMap<string, PayloadIndex>, filter: unknown): Iterable<number> | undefined {
  let best: { size: number; lists: ReadonlySet<number>[] } | undefined;
  for (const condition of requiredConditions(filter)) {
    const values = wantedValues(condition);
    const lists = values && indexes.get(String(condition["key"]))?.lists(values);
    if (!lists) continue;
    const size = lists.reduce((sum, list) => sum + list.size, 0);
    if (!best || size < best.size) best = { size, lists };
  }
  if (!best) return undefined;
  const [only] = best.lists;
  return best.lists.length === 1 && only ? only : new Set(best.lists.flatMap((list) => [...list]));
}

/** The values of which a match asks for one; undefined when the condition can be met in another way. */
function wantedValues(condition: Body): unknown[] | undefined {
  const { match, range } = condition;
  if (!isBody(match) || (range !== undefined && range !== null)) return undefined;
  const { value, any } = match;
  if (value !== undefined && value !== null) return [value];
  return Array.isArray(any) ? any : undefined;
}
