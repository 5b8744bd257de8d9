import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Control, Hook } from "./control.ts";
import type { Provider } from "./names.ts";

const waitsMs = [0, 200, 1000];
const answerMaxMs = 10_000;
const overtakenMaxMs = 2000;
const deliveriesKept = 200;

/** A webhook before it is signed. The id stays the same in every attempt and copy. */
export interface Webhook {
  id: string;
  body: string;
  contentType?: string;
  /** Where to, if not to the address set for the provider. */
  url?: string;
  secret?: string;
}

/** Headers that prove to the receiver who sent this. */
export type Sign = (message: Webhook & { url: string; at: Date }, hook: Hook) => Record<string, string>;

/**
 * A provider's outgoing webhooks: in order, one at a time, three attempts while the answer is not 2xx. Nothing is sent while no
 * address is set. The faults `duplicate_webhook` and `reordered_webhook` send twice, and after the next one.
 */
export function outbox(control: Control, provider: Provider, sign: Sign): (message: Webhook) => void {
  let tail: Promise<unknown> = Promise.resolve();
  let overtaken: { message: Webhook; timer: NodeJS.Timeout } | undefined;

  const send = (message: Webhook) => {
    tail = tail.then(() => deliver(control, provider, sign, message));
  };
  const sendOvertaken = () => {
    const late = overtaken;
    overtaken = undefined;
    clearTimeout(late?.timer);
    if (late) send(late.message);
  };
  return (message) => {
    const fault = control.faults.take(provider, message.body, "webhook");
    if (fault?.kind === "reordered_webhook" && !overtaken) {
      const timer = globalThis.setTimeout(sendOvertaken, fault.ms ?? overtakenMaxMs);
      overtaken = { message, timer: timer.unref() };
      return;
    }
    send(message);
    if (fault?.kind === "duplicate_webhook") send(message);
    sendOvertaken();
  };
}

async function deliver(control: Control, provider: Provider, sign: Sign, message: Webhook): Promise<void> {
  const hook = control.hooks.get(provider);
  const url = message.url ?? hook?.url;
  if (!url || !isLocal(url)) return;
  for (const [index, waitMs] of waitsMs.entries()) {
    const { signal } = control.stopped;
    if (waitMs > 0) await setTimeout(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    const at = new Date();
    const secret = message.secret ?? hook?.secret;
    const signed = sign({ ...message, url, at }, { provider, url, ...(secret === undefined ? {} : { secret }) });
    const headers = { "content-type": message.contentType ?? "application/json", ...signed };
    const status = await fetch(url, {
      method: "POST",
      headers,
      body: message.body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMaxMs)]),
    }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      () => 0,
    );
    const { id, body } = message;
    control.deliveries.push({ provider, id, url, attempt: index + 1, status, at: at.toISOString(), body });
    if (control.deliveries.length > deliveriesKept) control.deliveries.shift();
    if (status >= 200 && status < 300) return;
  }
}

/** Whether an address repeats the challenge of a subscription, as Meta asks of it; true when no token was given to ask with. */
export async function isVerified({ url, verifyToken }: Hook): Promise<boolean> {
  if (verifyToken === undefined) return true;
  const challenge = String(randomInt(1_000_000_000));
  const asked = new URL(url);
  const query = { "hub.mode": "subscribe", "hub.verify_token": verifyToken, "hub.challenge": challenge };
  for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
  const signal = AbortSignal.timeout(answerMaxMs);
  const answer = await fetch(asked, { redirect: "manual", signal }).catch(() => undefined);
  return answer?.status === 200 && (await answer.text()) === challenge;
}

/** Nothing that is simulated leaves this machine. */
function isLocal(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname);
}

/** The secret a provider signs with when none was set. */
export function secretOf(hook: Hook): string {
  return hook.secret ?? "simulated-secret";
}
