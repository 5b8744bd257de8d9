import { createPublicKey, verify } from "node:crypto";
import * as z from "zod";
import { config } from "./config.ts";

/** What the mail provider saw happen to one of our mails. */
export interface MailEvent {
  kind: "bounced" | "complained" | "unsubscribed" | "delivered" | "opened" | "clicked";
  /** Our own id of the message. */
  messageId: string;
}

const maxAgeMs = 10 * 60_000;
/** SendGrid's words; a soft bounce is called "blocked" and ends nothing. */
const kinds: Record<string, MailEvent["kind"]> = {
  ...{ bounce: "bounced", spamreport: "complained", unsubscribe: "unsubscribed" },
  ...{ delivered: "delivered", open: "opened", click: "clicked" },
};
const Events = z.array(z.object({ event: z.string(), type: z.string().optional(), "smtp-id": z.string().optional() }));

/** False where nobody said whose events to believe. */
export function hearsEvents(): boolean {
  return config("MAIL_EVENTS_KEY") !== undefined;
}

export interface Signed {
  signature: string;
  timestamp: string;
}

/** Whether the provider signed exactly this, lately, with the key kept as `name`. */
export function isSigned(
  body: string | Uint8Array,
  { signature, timestamp }: Signed,
  name: "MAIL_EVENTS_KEY" | "MAIL_REPLY_KEY" = "MAIL_EVENTS_KEY",
): boolean {
  const sentAt = Number(timestamp) * 1_000;
  if (!Number.isFinite(sentAt) || Math.abs(Date.now() - sentAt) > maxAgeMs) return false;
  try {
    const der = Buffer.from(config(name) ?? "", "base64");
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(
      "sha256",
      Buffer.concat([Buffer.from(timestamp), Buffer.from(body)]),
      key,
      Buffer.from(signature, "base64"),
    );
  } catch {
    return false;
  }
}

/** The events of a message that concern mails of ours. */
export function eventsIn(body: string): MailEvent[] {
  const read = Events.safeParse(JSON.parse(body));
  if (!read.success) return [];
  return read.data.flatMap(({ event, type, "smtp-id": smtpId }) => {
    const kind = kinds[event];
    const messageId = /^<?([^@>]+)@leadmetrics>?$/.exec(smtpId ?? "")?.[1];
    return kind && messageId && type !== "blocked" ? [{ kind, messageId }] : [];
  });
}
