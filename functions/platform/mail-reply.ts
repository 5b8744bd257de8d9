import { config } from "./config.ts";
import { isSigned, type Signed } from "./mail-events.ts";
import { sha256 } from "./secrets.ts";

/** A mail that came in, as plain text. */
export interface InboundMail {
  /** The sender's own id of it, or one made of its words. */
  messageId: string;
  /** The addresses it was delivered to. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  /** A machine wrote it, not a person. */
  isAutomatic: boolean;
}

/** False where no domain's mail is handed to us, or nobody said whose hand to believe. */
export function hearsReplies(): boolean {
  return config("MAIL_REPLY_DOMAIN") !== undefined && config("MAIL_REPLY_KEY") !== undefined;
}

/** Whether the provider signed exactly this, lately. */
export function isHandedOver(body: Uint8Array, signed: Signed): boolean {
  return isSigned(body, signed, "MAIL_REPLY_KEY");
}

/** Reads a mail as SendGrid's Inbound Parse posts it; undefined for what is none. */
export async function mailIn(body: Uint8Array, contentType: string): Promise<InboundMail | undefined> {
  // Each part has its own encoding, so the form is read byte by byte and its parts are decoded afterwards.
  const bytes = Buffer.from(Buffer.from(body).toString("latin1"));
  const form = await new Response(bytes, { headers: { "content-type": contentType } })
    .formData()
    .catch(() => undefined);
  if (!form) return undefined;
  const raw = (name: string) => Buffer.from(String(form.get(name) ?? ""), "latin1");
  const charsets = json(raw("charsets").toString()) as Record<string, string>;
  const part = (name: string) => decoded(raw(name), charsets[name]);
  const { to = [], from = "" } = json(part("envelope")) as { to?: string[]; from?: string };
  const headers = part("headers");
  const text = part("text") || plain(part("html"));
  const subject = part("subject");
  const sender = addressIn(part("from")) ?? from;
  return {
    messageId: /^message-id:\s*(\S+)/im.exec(headers)?.[1]?.slice(0, 400) ?? sha256([sender, subject, text].join("\n")),
    to: [...to, ...addressesIn(part("to"))],
    ...{ from: sender.slice(0, 320), subject, text },
    isAutomatic: /^(auto-submitted:\s*auto-|x-auto(reply|respond)|precedence:\s*(auto_reply|bulk|junk))/im.test(
      headers,
    ),
  };
}

const addressesIn = (line: string): string[] => line.match(/[^\s<>",;:]+@[^\s<>",;:]+/g) ?? [];
const addressIn = (line: string): string | undefined => /<([^<>\s]+@[^<>\s]+)>/.exec(line)?.[1] ?? addressesIn(line)[0];

function json(text: string): object {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? read : {};
  } catch {
    return {};
  }
}

function decoded(bytes: Uint8Array, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

/** The words of an HTML mail. */
function plain(html: string): string {
  return html
    .replaceAll(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, "")
    .replaceAll(/<(br|\/p|\/div|\/tr|\/li|\/blockquote)\b[^>]*>/gi, "\n")
    .replaceAll(/<blockquote\b[^>]*>/gi, "\n> ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name] ?? "");
}
