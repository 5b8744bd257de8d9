import * as Letter from "#core/letter/index.ts";
import type { LetterPayload } from "#core/letter/one.ts";
import * as ReplyAddress from "#core/letter/reply-address.ts";
import type { Tx } from "#platform/db.ts";
import type { Target } from "../target.ts";

/** What mails to one person have in common: they leave by our own mail, one of many, and their sender tells what became of them. */
export const letter = {
  target: "newsletter",
  queue: "publish__newsletter",
  publisher: "newsletter-publisher",
  isQuiet: true,
  account: () => Promise.resolve(null),
  maySend: (status) => ["approved", "failed", "sending"].includes(status),
} as const satisfies Partial<Target>;

interface Words {
  to: string;
  subject: string;
  body: string;
}

/** Exactly what one person gets; answers come back to us where that is possible, else to whoever looks after them. */
export async function letterOf(
  tx: Tx,
  { id, title }: { id: string; title: string },
  { to, subject, body }: Words,
  ownerId?: string | null,
): Promise<LetterPayload> {
  return {
    ...{ title, id, to, subject, html: Letter.htmlOf(body), text: body },
    ...(await Letter.senderOf(tx)),
    replyTo: ReplyAddress.of(id) ?? (await Letter.answersTo(tx, ownerId)),
  };
}

interface Mails<Row> {
  held(tx: Tx, id: string): Promise<Row>;
  moved(tx: Tx, row: Row, verb: "send" | "retry" | "lose_track" | "fail"): Promise<void>;
  sent(tx: Tx, row: Row): Promise<void>;
}

/** How a mail moves on its way out. */
export function letterMove<Row extends { status: string }>({ held, moved, sent }: Mails<Row>): Target["move"] {
  return async (tx, { id }, verb) => {
    const row = await held(tx, id);
    if (verb === "begin" && row.status !== "sending") return moved(tx, row, row.status === "failed" ? "retry" : "send");
    if (verb === "confirm") return sent(tx, row);
    if (verb === "lose_track" && row.status === "sending") return moved(tx, row, "lose_track");
    const fails = verb === "fail" ? ["sending", "send_unknown"] : verb === "drop" ? ["sending"] : [];
    if (fails.includes(row.status)) return moved(tx, row, "fail");
  };
}
