import { createHash } from "node:crypto";
import { z } from "zod";
import { Provider } from "./names.ts";

export const FaultKind = z.enum([
  "latency",
  "rate_limit",
  "server_error",
  "client_error",
  "timeout_before",
  "timeout_after_effect",
  "cut_stream",
  "malformed_json",
  "refusal",
  "auth",
  "duplicate_webhook",
  "reordered_webhook",
]);
export type FaultKind = z.infer<typeof FaultKind>;

const webhookKinds = new Set<FaultKind>(["duplicate_webhook", "reordered_webhook"]);

/** What goes wrong, how often, and for which requests: those whose method, path or body contains `match`. */
export const Fault = z.object({
  provider: Provider,
  kind: FaultKind,
  times: z.coerce.number().int().min(1).max(10_000).default(1),
  /** Length of a latency; the longest a time-out holds the connection, or a webhook waits to be overtaken. */
  ms: z.coerce.number().int().min(0).max(600_000).optional(),
  retryAfterS: z.coerce.number().int().min(0).max(86_400).optional(),
  /** Of a `client_error` or `server_error`; 400 and 500 if not given. */
  status: z.coerce.number().int().min(400).max(599).optional(),
  /** Share of the matching requests that are hit. Which ones follows from the seed and their order alone. */
  chance: z.coerce.number().gt(0).max(1).default(1),
  match: z.string().optional(),
  /** Who set it: several at work on the same simulators end their own only. */
  by: z.string().optional(),
});
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  set: Fault[];
  /** Text that decides which requests a fault with a `chance` hits. */
  seed: string;
  /** The first fault meant for the request or webhook that hits it, with one of its times used up. */
  take(provider: Provider, text: string, of?: "request" | "webhook"): Fault | undefined;
}

/** The faults that are set. The same seed, faults and requests fail the same way again. */
export function createFaults(): Faults {
  const seen = new WeakMap<Fault, number>();
  const hits = (fault: Fault): boolean => {
    const nth = (seen.get(fault) ?? 0) + 1;
    seen.set(fault, nth);
    return draw(`${faults.seed}/${fault.provider}/${fault.kind}/${fault.match ?? ""}/${nth}`) < fault.chance;
  };
  const faults: Faults = {
    set: [],
    seed: "1",
    take(provider, text, of = "request") {
      const fault = faults.set.find(
        (one) =>
          one.provider === provider &&
          webhookKinds.has(one.kind) === (of === "webhook") &&
          text.includes(one.match ?? "") &&
          hits(one),
      );
      if (fault && --fault.times === 0) faults.set.splice(faults.set.indexOf(fault), 1);
      return fault;
    },
  };
  return faults;
}

/** A number from 0 up to but not including 1 that looks random and is the same for the same text. */
function draw(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}
