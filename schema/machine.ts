import { AppError } from "./errors.ts";

/** One row of a status machine: from these states, this verb leads there. `null` is creation. */
export interface Transition<S extends string, V extends string> {
  from: readonly S[];
  verb: V;
  to: S;
}

/**
 * The status after `verb`, or `request.illegal_transition` naming the present status.
 * Every status change of the product asks this; nothing compares status strings in passing.
 */
export function after<S extends string, V extends string>(
  table: readonly Transition<S, V>[],
  status: S,
  verb: V,
  what: string,
): S {
  const row = table.find((transition) => transition.verb === verb && transition.from.includes(status));
  if (row) return row.to;
  throw new AppError(
    "request.illegal_transition",
    `${what} is ${status.replaceAll("_", " ")}; "${verb.replaceAll("_", " ")}" is not possible now.`,
    {
      details: { status, verb },
    },
  );
}

/** True when the verb is open in this status. */
export function allows<S extends string, V extends string>(
  table: readonly Transition<S, V>[],
  status: S,
  verb: V,
): boolean {
  return table.some((transition) => transition.verb === verb && transition.from.includes(status));
}

/** The states from which the verb is possible: what an `update … where status in (…)` compares with. */
export function sources<S extends string, V extends string>(table: readonly Transition<S, V>[], verb: V): S[] {
  return [...new Set(table.filter((transition) => transition.verb === verb).flatMap((transition) => transition.from))];
}
