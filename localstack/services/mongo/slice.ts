import { MongoFailure } from "./failure.ts";
import { type Doc, isDoc } from "./values.ts";

/** The part of an array a projection asks for. */
type Cut = (list: unknown[]) => unknown[];

/** Takes the `$slice` of a projection apart from the rest, in which a sliced field is one that is shown. */
export function splitSlices(projection: Doc): { slices: { path: string[]; cut: Cut }[]; rest: Doc } {
  const entries = Object.entries(projection);
  const sliced = entries.filter(([, value]) => isDoc(value) && "$slice" in value);
  const others = entries.filter(([, value]) => !(isDoc(value) && "$slice" in value));
  const including = others.some(([field, value]) => field !== "_id" && value !== 0 && value !== false);
  const slices = sliced.map(([path, value]) => ({ path: path.split("."), cut: cutOf((value as Doc)["$slice"]) }));
  const shown = including ? sliced.map(([path]): [string, unknown] => [path, 1]) : [];
  return { slices, rest: Object.fromEntries([...others, ...shown]) };
}

/** The value with the arrays at a path cut. */
export function sliceAt(value: unknown, path: readonly string[], cut: Cut): unknown {
  const [field, ...rest] = path;
  if (field === undefined) return Array.isArray(value) ? cut(value) : value;
  if (Array.isArray(value)) return value.map((item) => sliceAt(item, path, cut));
  if (!isDoc(value) || !Object.hasOwn(value, field)) return value;
  return { ...value, [field]: sliceAt(value[field], rest, cut) };
}

function cutOf(operand: unknown): Cut {
  if (Number.isInteger(operand)) {
    const count = Number(operand);
    return (list) => (count < 0 ? list.slice(count) : list.slice(0, count));
  }
  const [skip, count] = Array.isArray(operand) ? operand : [];
  if (!Number.isInteger(skip) || !Number.isInteger(count) || count <= 0) {
    throw new MongoFailure(
      28667,
      "Location28667",
      "Invalid $slice syntax. The given syntax did not match the find() syntax",
    );
  }
  return (list) => {
    const start = skip < 0 ? Math.max(0, list.length + skip) : skip;
    return list.slice(start, start + count);
  };
}
