import { Decimal128, Long } from "bson";
import { notImplemented } from "./failure.ts";
import { isDoc } from "./values.ts";

/**
 * Refuses a value the expression engine cannot calculate with exactly: a Decimal128, or a Long beyond 2^53. Filters, sorts, plain
 * projections and indexes do without that engine and take every number.
 */
export function refuseWide(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) refuseWide(item);
  else if (isDoc(value)) for (const inner of Object.values(value)) refuseWide(inner);
  else if (value instanceof Decimal128 || (value instanceof Long && !Number.isSafeInteger(value.toNumber()))) {
    throw notImplemented(
      "expressions over Decimal128 and over Long values beyond 2^53 are not supported by this server",
    );
  }
}
