import { badFormat } from "./failure.ts";

export type PointId = number | string;
export type Payload = Record<string, unknown>;

/** A stored point; its vector lies at `slot` of the collection's vectors. */
export interface Point {
  id: PointId;
  payload: Payload;
  slot: number;
  version: number;
}

const uuid = /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/** A point id in its one spelling. @throws QdrantFailure 400 unless it is an unsigned integer or a UUID */
export function parseId(value: unknown): PointId {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  const parts = typeof value === "string" ? uuid.exec(value) : null;
  if (parts) return parts.slice(1).join("-").toLowerCase();
  throw badFormat(
    `value ${String(value)} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  );
}

/** Numbers before UUIDs, each in ascending order. */
export function compareIds(left: PointId, right: PointId): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
  return left < right ? -1 : Number(left > right);
}

/** All values at a path such as `a.b[].c`; arrays on the way and at the end are spread. */
export function valuesAt(payload: unknown, path: string): unknown[] {
  let found: unknown[] = [payload];
  for (const field of path.replaceAll("[]", "").split(".")) {
    found = found.flatMap((item) => {
      const value = typeof item === "object" && item !== null ? (item as Payload)[field] : undefined;
      return value === undefined ? [] : value;
    });
  }
  return found;
}

/** The part of a payload a request selects: all, none, some keys, or all but some. */
export function selectPayload(payload: Payload, selector: unknown): Payload | undefined {
  if (selector === false || selector === undefined || selector === null) return undefined;
  if (selector === true) return payload;
  const { include, exclude } = Array.isArray(selector)
    ? { include: selector as string[], exclude: undefined }
    : (selector as { include?: string[]; exclude?: string[] });
  const chosen: Payload = {};
  for (const [key, value] of Object.entries(payload)) {
    if (exclude?.includes(key)) continue;
    if (!include || include.includes(key)) chosen[key] = value;
    else {
      const inner = include.filter((path) => path.startsWith(`${key}.`)).map((path) => path.slice(key.length + 1));
      if (inner.length > 0 && typeof value === "object" && value !== null)
        chosen[key] = selectPayload(value as Payload, inner);
    }
  }
  return chosen;
}
