import { Decimal128, Double, Int32, Long } from "bson";
import { type Doc, isDoc } from "./values.ts";

/** The value with each number in the type the same place of `typed` has. */
export function retype(value: unknown, typed: unknown): unknown {
  if (typeof value === "number") return numberLike(value, typed);
  if (Array.isArray(value))
    return value.map((item, index) => retype(item, Array.isArray(typed) ? typed[index] : undefined));
  if (!isDoc(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, retype(inner, isDoc(typed) ? typed[name] : undefined)]),
  );
}

/** Gives one place of a document the type of `typed`, changing the document. */
export function retypeAt(doc: Doc, path: string[], typed: unknown): void {
  const [field, ...rest] = path;
  if (field === undefined || !(field in doc)) return;
  const inner = doc[field];
  if (rest.length > 0) {
    if (typeof inner === "object" && inner !== null) retypeAt(inner as Doc, rest, typed);
    return;
  }
  doc[field] =
    typed instanceof Int32 ? typed.valueOf() : retype(inner instanceof Long ? inner.toNumber() : inner, typed);
}

/** A number in the type it should have: that of `like`, widened when the value no longer fits. */
function numberLike(value: number, like: unknown): unknown {
  if (like instanceof Double) return new Double(value);
  if (!Number.isInteger(value)) return value;
  if (like instanceof Long) return Long.fromNumber(value);
  if (like instanceof Int32 && Math.abs(value) >= 2 ** 31) return Long.fromNumber(value);
  if (like instanceof Decimal128) return Decimal128.fromString(String(value));
  return value;
}
