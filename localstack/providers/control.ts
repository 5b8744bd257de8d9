import { z } from "zod";

const callsKept = 500;

export const Provider = z.enum(["openai", "anthropic", "google", "ollama", "wordpress"]);
export type Provider = z.infer<typeof Provider>;

export const FaultKind = z.enum([
  "latency",
  "rate_limit",
  "server_error",
  "timeout_before",
  "timeout_after_effect",
  "cut_stream",
  "malformed_json",
  "refusal",
  "auth",
]);
export type FaultKind = z.infer<typeof FaultKind>;

/** What goes wrong, how often, and for which requests: those whose method, path or body contains `match`. */
export const Fault = z.object({
  provider: Provider,
  kind: FaultKind,
  times: z.coerce.number().int().min(1).max(10_000).default(1),
  /** Length of a latency; the longest a time-out holds the connection. */
  ms: z.coerce.number().int().min(0).max(600_000).optional(),
  retryAfterS: z.coerce.number().int().min(0).max(86_400).optional(),
  match: z.string().optional(),
});
export type Fault = z.infer<typeof Fault>;

export const Reply = z.object({ provider: Provider, text: z.string() });
export type Reply = z.infer<typeof Reply>;

/** One request as it was received; credentials are blanked. `status` is 0 until answered and stays 0 if never. */
export interface Call {
  provider: Provider;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  at: string;
  status: number;
  fault?: FaultKind;
}

/** What the admin page steers and shows. Lives in memory: a restart ends all faults. */
export interface Control {
  faults: Fault[];
  calls: Call[];
  replies: Reply[];
  /** The first fault meant for the request, with one of its times used up. */
  takeFault(provider: Provider, request: string): Fault | undefined;
  takeReply(provider: Provider): string | undefined;
  record(call: Call): void;
  /** True from the second time on that a prompt is seen: providers then report its tokens as cached. */
  seenBefore(provider: Provider, prompt: string): boolean;
}

export function createControl(): Control {
  const prompts = new Set<string>();
  const control: Control = {
    faults: [],
    calls: [],
    replies: [],
    takeFault(provider, request) {
      const fault = control.faults.find((one) => one.provider === provider && request.includes(one.match ?? ""));
      if (fault && --fault.times === 0) control.faults.splice(control.faults.indexOf(fault), 1);
      return fault;
    },
    takeReply(provider) {
      const index = control.replies.findIndex((reply) => reply.provider === provider);
      return index < 0 ? undefined : control.replies.splice(index, 1)[0]?.text;
    },
    record(call) {
      control.calls.push(call);
      if (control.calls.length > callsKept) control.calls.shift();
    },
    seenBefore(provider, prompt) {
      const key = `${provider}\n${prompt}`;
      if (prompts.has(key)) return true;
      if (prompts.size > callsKept) prompts.clear();
      prompts.add(key);
      return false;
    },
  };
  return control;
}
