import { tenant } from "#platform/actor.ts";
import { sendMail } from "#platform/mail.ts";
import { escaped } from "./index.ts";
import { addressesOf } from "./way-out.ts";

/** A mail of the client's to one person outside. */
export interface Letter {
  /** Of the copy, which the way out and the message are named after. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  fromName: string;
  replyTo?: string | null;
  /** Stands under it: who writes wants to be found. */
  postalAddress: string;
}

/** `not_sent`: certainly nothing left. Whatever broke off after the mail began to leave is unknown. */
type Posted = "accepted" | "refused" | "not_sent" | "unknown";

/** Hands one letter to the mail server, with the sender's address and the way out under it. */
export async function post({ id, to, subject, html, text, fromName, replyTo, postalAddress }: Letter): Promise<Posted> {
  const { oneClick, page } = addressesOf(id);
  // A text may name the address already, where it was written before sending.
  const sender = text.includes(postalAddress) ? fromName : [fromName, ...postalAddress.split("\n")].join(", ");
  try {
    await sendMail({
      ...{ to, subject, messageId: `${tenant()}.${id}`, fromName },
      ...(replyTo ? { replyTo } : {}),
      html: `${html}\n<hr><p style="font-size:12px">${escaped(sender)} · <a href="${page}">Unsubscribe</a></p>`,
      text: `${text}\n\n--\n${sender}\nUnsubscribe: ${page}`,
      headers: { "list-unsubscribe": `<${oneClick}>`, "list-unsubscribe-post": "List-Unsubscribe=One-Click" },
    });
    return "accepted";
  } catch (error) {
    return wentWrong(error);
  }
}

function wentWrong(error: unknown): Posted {
  const { responseCode, code, command } = error as { responseCode?: number; code?: string; command?: string };
  if (responseCode !== undefined && responseCode >= 500 && code !== "EAUTH") return "refused";
  if (responseCode !== undefined || code === "EAUTH" || code === "EDNS" || command === "CONN") return "not_sent";
  return code === "ECONNECTION" || code === "ECONNREFUSED" ? "not_sent" : "unknown";
}
