import { type Body, isBody, isGiven } from "./body.ts";
import type { Collection } from "./collection.ts";
import { badFormat, wrongInput } from "./failure.ts";
import { overlap, type Path, parsePath, pick } from "./json-path.ts";
import type { Payload, Point, PointId } from "./point.ts";
import { shortest } from "./vectors.ts";

/** A point as clients see it. */
interface Shown {
  id: PointId;
  payload?: Payload;
  vector?: number[];
}

/** How much of each point an answer holds. */
export type Show = (point: Point) => Shown;

/** Reads `with_payload` and `with_vector` of a request. @throws QdrantFailure 400 */
export function parseShow(collection: Collection, body: Body, withPayload: boolean, withVector = false): Show {
  const payloadOf = payloadSelector(body["with_payload"] ?? withPayload);
  const hasVector = vectorSelector(body["with_vector"] ?? body["with_vectors"] ?? withVector);
  return (point) => {
    const payload = payloadOf(point.payload);
    return {
      id: point.id,
      ...(payload ? { payload } : {}),
      ...(hasVector ? { vector: Array.from(collection.vectorOf(point), shortest) } : {}),
    };
  };
}

function payloadSelector(selector: unknown): (payload: Payload) => Payload | undefined {
  if (selector === false) return () => undefined;
  if (selector === true) return (payload) => payload;
  const fields = isBody(selector) ? selector : { include: selector };
  const [kind, ...others] = Object.keys(fields);
  const patterns = kind === undefined ? undefined : fields[kind];
  if (others.length > 0 || !(kind === "include" || kind === "exclude") || !Array.isArray(patterns))
    throw badFormat("Expected a boolean, an array of strings, or an object with an include/exclude field");
  const paths = patterns.map(parsePath);
  const keep =
    kind === "include"
      ? (path: Path): boolean => paths.some((wanted) => overlap(wanted, path))
      : (path: Path): boolean => !paths.some((hidden) => hidden.length <= path.length && overlap(hidden, path));
  return (payload) => pick(payload, keep) as Payload;
}

function vectorSelector(selector: unknown): boolean {
  if (typeof selector === "boolean") return selector;
  if (!Array.isArray(selector)) throw badFormat("Expected a boolean, or an array of strings");
  const name = selector.find((wanted) => wanted !== "");
  if (isGiven(name)) throw wrongInput(`Not existing vector name error: ${String(name)}`);
  return selector.length > 0;
}
