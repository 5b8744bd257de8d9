import { isBody } from "./body.ts";
import { badFormat } from "./failure.ts";

/** A key of an object, an index of an array, or null for every element of one. */
type Step = string | number | null;

/** Where a value lies in a payload. A key reaches into objects only: elements of an array take a step of their own. */
export type Path = readonly Step[];

const firstStep = /(?:([\p{Alphabetic}\p{N}_-]+)|"([^"\\]*)")/uy;
const laterStep = /(?:\.(?:([\p{Alphabetic}\p{N}_-]+)|"([^"\\]*)")|\[(\d*)\])/uy;

/** Reads a path such as `a.b[].c`, `a[0]` or `"a b".c`. @throws QdrantFailure 400 */
export function parsePath(text: unknown): Path {
  const path: Step[] = [];
  for (let at = 0; path.length === 0 || at < String(text).length; ) {
    const step = path.length === 0 ? firstStep : laterStep;
    step.lastIndex = at;
    const found = typeof text === "string" ? step.exec(text) : null;
    if (!found) throw badFormat(`Invalid json path: '${String(text)}'`);
    const [all, plain, quoted, index] = found;
    path.push(plain ?? quoted ?? (index === "" ? null : Number(index)));
    at += all.length;
  }
  return path;
}

/** All values at a path. An array at its end is one value. */
export function valuesAt(payload: unknown, path: Path): unknown[] {
  let found: unknown[] = [payload];
  for (const step of path) found = found.flatMap((value) => below(value, step));
  return found;
}

/** A value by itself, an array by its elements. */
export function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A copy in which the object at a path has taken in `added`, made if it is not there; a null in `added` removes its key. */
export function mergeAt(value: unknown, [step, ...rest]: Path, added: Record<string, unknown>): unknown {
  if (step === undefined) return merge(isBody(value) ? value : {}, added);
  if (typeof step === "string") {
    const object = isBody(value) ? value : {};
    return { ...object, [step]: mergeAt(Object.hasOwn(object, step) ? object[step] : null, rest, added) };
  }
  const array = Array.isArray(value) ? value : [];
  return array.map((item, i) => (step === null || step === i ? mergeAt(item, rest, added) : item));
}

/** A copy without the key at a path, or without the elements of the array at it. */
export function removeAt(value: unknown, [step, ...rest]: Path): unknown {
  if (typeof step === "string") {
    if (!isBody(value) || !Object.hasOwn(value, step)) return value;
    if (rest.length > 0) return { ...value, [step]: removeAt(value[step], rest) };
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
  }
  if (!Array.isArray(value)) return value;
  if (rest.length === 0) return step === null ? [] : value;
  return value.map((item, i) => (step === null || step === i ? removeAt(item, rest) : item));
}

/** A copy of what `keep` answers true for, asked from the outside in. */
export function pick(value: unknown, keep: (path: Path) => boolean, path: Path = []): unknown {
  if (Array.isArray(value)) {
    const inner = [...path, null];
    return keep(inner) ? value.map((item) => pick(item, keep, inner)) : [];
  }
  if (!isBody(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const inner = [...path, key];
      return keep(inner) ? [[key, pick(item, keep, inner)]] : [];
    }),
  );
}

/** True when one of two paths begins with the other. */
export function overlap(left: Path, right: Path): boolean {
  return left.every((step, i) => i >= right.length || step === right[i]);
}

function below(value: unknown, step: Step): unknown[] {
  if (typeof step === "string") return isBody(value) && Object.hasOwn(value, step) ? [value[step]] : [];
  if (!Array.isArray(value)) return [];
  if (step === null) return value;
  return step < value.length ? [value[step]] : [];
}

function merge(object: Record<string, unknown>, added: Record<string, unknown>): Record<string, unknown> {
  const removed = (key: string): boolean => Object.hasOwn(added, key) && added[key] === null;
  return Object.fromEntries(Object.entries({ ...object, ...added }).filter(([key]) => !removed(key)));
}
