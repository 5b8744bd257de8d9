import canonicalize from "canonicalize";
import { sameCallsMax } from "#schema/tool.ts";

/** A run whose agent wants a tool that is not its own. */
export class ToolDenied extends Error {
  readonly code = "tool_denied";
}

/** A run whose agent does not come to an end of calling tools. */
export class ToolLoop extends Error {
  readonly code = "tool_loop";
}

/** Counts the calls of a run: so many in all, and never the same one three times. A run of a single turn makes none. */
export function breaker(turnsMax: number) {
  const callsMax = turnsMax > 1 ? turnsMax : 0;
  const made = new Map<string, number>();
  let calls = 0;
  let reason = "";
  return {
    left: () => callsMax - calls,
    reason: () => reason,
    passes({ name, input }: { name: string; input: unknown }): boolean {
      const key = `${name} ${canonicalize(input) ?? ""}`;
      const times = (made.get(key) ?? 0) + 1;
      made.set(key, times);
      calls += 1;
      if (calls > callsMax) reason = `At most ${callsMax} calls are allowed in a run.`;
      else if (times >= sameCallsMax) reason = "The same call came for the third time.";
      return reason === "";
    },
  };
}
