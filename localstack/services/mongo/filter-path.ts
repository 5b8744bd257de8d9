import { isNumeric } from "./numbers.ts";
import { compareValues, type Doc, isDoc, keyOf, sameType } from "./values.ts";

/** Judges a document. */
export type Predicate = (doc: Doc) => boolean;

/** Judges one value. */
export type Test = (value: unknown) => boolean;

/**
 * What a filter meets at a dotted path: documents inside arrays are entered, an array at the end is one value, a number names an
 * element, and a missing field is undefined.
 */
export function leavesAt(value: unknown, path: readonly string[], at = 0): unknown[] {
  const field = path[at];
  if (field === undefined) return [value];
  if (Array.isArray(value)) {
    const inner = value.flatMap((item) => (isDoc(item) ? leavesAt(item, path, at) : []));
    const index = /^\d+$/.test(field) ? Number(field) : value.length;
    return index < value.length ? [...inner, ...leavesAt(value[index], path, at + 1)] : inner;
  }
  if (!isDoc(value) || !Object.hasOwn(value, field)) return [undefined];
  return leavesAt(value[field], path, at + 1);
}

/** True when the value, or an element of it when it is an array, passes. */
export function someValue(value: unknown, test: Test): boolean {
  return test(value) || (Array.isArray(value) && value.some(test));
}

/** Equality as a filter means it: numbers by value, null also for a missing field, documents with their fields in order. */
export function isEqual(wanted: unknown): Test {
  if (typeof wanted === "string" || typeof wanted === "boolean") return (found) => found === wanted;
  if (typeof wanted === "number") {
    if (Number.isNaN(wanted)) return (found) => isNumeric(found) && Number.isNaN(Number(found));
    return (found) =>
      found === wanted || (typeof found === "object" && isNumeric(found) && compareValues(found, wanted) === 0);
  }
  const wantedDoc = isDoc(wanted) ? (wanted as Doc) : undefined;
  if (wantedDoc || Array.isArray(wanted) || isNumeric(wanted)) {
    return (found) => sameType(found, wanted) && compareValues(found, wanted) === 0;
  }
  const key = keyOf(wanted);
  return (found) => keyOf(found) === key;
}
