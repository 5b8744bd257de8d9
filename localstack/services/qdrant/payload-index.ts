import { requiredConditions } from "./filter.ts";
import { type Point, valuesAt } from "./point.ts";

/** Types whose exact values get a posting list; the others are remembered and reported only. */
const listed: Record<string, string> = { keyword: "string", uuid: "string", integer: "number", bool: "boolean" };

/** The index of one payload field: value to the slots of its points. */
export class PayloadIndex {
  readonly schema: unknown;
  readonly type: string;
  readonly #slots = new Map<unknown, Set<number>>();

  constructor(type: string, schema: unknown) {
    this.type = type;
    this.schema = schema;
  }

  add(field: string, point: Point): void {
    for (const value of this.#valuesOf(field, point)) {
      const slots = this.#slots.get(value);
      if (slots) slots.add(point.slot);
      else this.#slots.set(value, new Set([point.slot]));
    }
  }

  remove(field: string, point: Point): void {
    for (const value of this.#valuesOf(field, point)) {
      const slots = this.#slots.get(value);
      slots?.delete(point.slot);
      if (slots?.size === 0) this.#slots.delete(value);
    }
  }

  /** Posting lists that together hold every point with one of the values; undefined when the index cannot tell. */
  lists(values: unknown[]): ReadonlySet<number>[] | undefined {
    const type = listed[this.type];
    if (type === undefined || values.some((value) => typeof value !== type)) return undefined;
    return values.flatMap((value) => this.#slots.get(value) ?? []);
  }

  #valuesOf(field: string, point: Point): unknown[] {
    const type = listed[this.type];
    if (type === undefined) return [];
    return [...new Set(valuesAt(point.payload, field))].filter((value) => typeof value === type);
  }
}

/** The smallest set of slots an index gives for a filter; undefined when all points have to be looked at. */
export function candidates(indexes: ReadonlyMap<string, PayloadIndex>, filter: unknown): Iterable<number> | undefined {
  let best: { size: number; lists: ReadonlySet<number>[] } | undefined;
  for (const { key, match } of requiredConditions(filter) as {
    key?: string;
    match?: { value?: unknown; any?: unknown[] };
  }[]) {
    const index = indexes.get(key ?? "");
    const values = match?.value === undefined ? match?.any : [match.value];
    const lists = values && index?.lists(values);
    if (!lists) continue;
    const size = lists.reduce((sum, list) => sum + list.size, 0);
    if (!best || size < best.size) best = { size, lists };
  }
  if (!best) return undefined;
  const [only] = best.lists;
  return best.lists.length === 1 && only ? only : new Set(best.lists.flatMap((list) => [...list]));
}
