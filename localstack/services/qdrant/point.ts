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

/** A point id in its one spelling. Integers that JavaScript cannot hold are refused. @throws QdrantFailure 400 unless it is an unsigned integer or a UUID */
export function parseId(value: unknown): PointId {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  const parts = typeof value === "string" ? uuid.exec(value) : null;
  if (parts) return parts.slice(1).join("-").toLowerCase();
  throw badFormat(
    `value ${JSON.stringify(value)} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
  );
}

/** Numbers before UUIDs, each in ascending order. */
export function compareIds(left: PointId, right: PointId): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
  return left < right ? -1 : Number(left > right);
}
