import type { Transporter } from "nodemailer";
import { createTransport } from "nodemailer";
import { config } from "./config.ts";

let made: Transporter | undefined;

export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Our own id of the message: a repeat carries the same one. */
  messageId: string;
  /** In whose name it is sent, where that is not ours. */
  fromName?: string;
  replyTo?: string;
  headers?: Record<string, string>;
  attachments?: readonly { filename: string; content: Uint8Array }[];
}

/** Hands one message to the mail server. @returns the server's message id. Throws when it is not accepted. */
export async function sendMail(mail: Mail): Promise<string> {
  made ??= createTransport(config("SMTP_URL"), { pool: true, maxConnections: 2 } as object);
  const { messageId, fromName, attachments = [], ...rest } = mail;
  const ours = config("MAIL_FROM");
  const address = /<([^>]+)>/.exec(ours)?.[1] ?? ours;
  const info = (await made.sendMail({
    from: fromName ? { name: fromName, address } : ours,
    messageId: `<${messageId}@leadmetrics>`,
    attachments: attachments.map(({ filename, content }) => ({ filename, content: Buffer.from(content) })),
    ...rest,
  })) as { messageId: string };
  return info.messageId;
}

/** True when the mail server takes a connection. */
export async function reachable(): Promise<boolean> {
  made ??= createTransport(config("SMTP_URL"), { pool: true, maxConnections: 2 } as object);
  await made.verify();
  return true;
}
