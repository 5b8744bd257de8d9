import { z } from "zod";
import { createFaults, type FaultKind, type Faults } from "./fault.ts";
import { Provider } from "./names.ts";
import { createTokens, type Tokens } from "./tokens.ts";

const callsKept = 500;

/** What a model answers next: words, or the call of a tool. */
export const Reply = z.object({
  provider: Provider,
  text: z.string().default(""),
  tool: z.object({ name: z.string(), input: z.record(z.string(), z.unknown()).default({}) }).optional(),
});
export type Reply = z.infer<typeof Reply>;

/** Where a provider sends its webhooks, and the secret it signs them with. Nothing leaves this machine. */
export const Hook = z.object({
  provider: Provider,
  url: z.url({ protocol: /^https?$/, hostname: /^(localhost|127\.0\.0\.1|\[::1\])$/ }),
  secret: z.string().min(1).optional(),
  /** Meta and WhatsApp: asked of the address, with a challenge it must repeat, before it is believed. */
  verifyToken: z.string().min(1).optional(),
});
export type Hook = z.infer<typeof Hook>;

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

/** One attempt to deliver a webhook. `status` is 0 if nobody answered. */
export interface Delivery {
  provider: Provider;
  id: string;
  url: string;
  attempt: number;
  status: number;
  at: string;
  body: string;
}

/** Sends a provider's webhook of a type, its example overlaid with the given data. */
export type EventMaker = (data: Record<string, unknown>) => void;

/** What the admin page steers and shows. Lives in memory: a restart ends all faults. */
export interface Control {
  faults: Faults;
  tokens: Tokens;
  calls: Call[];
  replies: Reply[];
  hooks: Map<Provider, Hook>;
  deliveries: Delivery[];
  events: Map<Provider, Record<string, EventMaker>>;
  /** Ends waiting deliveries when the simulators stop. */
  stopped: AbortController;
  takeReply(provider: Provider): Reply | undefined;
  record(call: Call): void;
  /** True from the second time on that a prompt is seen: providers then report its tokens as cached. */
  seenBefore(provider: Provider, prompt: string): boolean;
}

export function createControl(): Control {
  const prompts = new Set<string>();
  const control: Control = {
    faults: createFaults(),
    tokens: createTokens(),
    calls: [],
    replies: [],
    hooks: new Map(),
    deliveries: [],
    events: new Map(),
    stopped: new AbortController(),
    takeReply(provider) {
      const index = control.replies.findIndex((reply) => reply.provider === provider);
      return index < 0 ? undefined : control.replies.splice(index, 1)[0];
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
