import * as Effect from "#core/effect/index.ts";
import * as Letter from "#core/letter/index.ts";
import { audienceOf } from "#core/newsletter/audience.ts";
import * as Recipients from "#core/newsletter/recipients.ts";
import * as Piece from "#core/piece/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Titled } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import type { Sendable, Target } from "../target.ts";

/** A newsletter as each recipient gets it, but for the way out at its end. */
export interface NewsletterPayload extends Titled {
  subject: string;
  html: string;
  text: string;
  fromName: string;
  replyTo: string | null;
  postalAddress?: string;
}

/** Newsletters: sent by our own mail, person by person. Who gets one is found out when its sending begins. */
export const newsletterTarget: Target = {
  type: "newsletter",
  target: "newsletter",
  queue: "publish__newsletter",
  publisher: "newsletter-publisher",
  stages: ["client"],
  find: async (tx, id) => {
    const row = await Piece.locked(tx, "newsletter", id);
    const { sendAt } = await columnsOf(tx, id);
    return { ...row, channelId: null, publishAt: sendAt };
  },
  presentHash: async (tx, { id }) => Piece.contentHash((await Piece.contentOf(tx, "newsletter", id)) ?? {}),
  account: () => Promise.resolve(null),
  payload: async (tx, { id, title }): Promise<NewsletterPayload> => {
    const { subject, bodyHtml, plainText, fromName, replyTo } = await columnsOf(tx, id);
    const sender = await Letter.senderOf(tx);
    return {
      ...{ title, subject, html: bodyHtml ?? "", text: plainText ?? "", replyTo, ...sender },
      ...(fromName ? { fromName } : {}),
    };
  },
  maySend: (status) => ["approved", "failed", "sending"].includes(status),
  move: async (tx, piece, verb, { at } = {}) => {
    const row = await Piece.locked(tx, "newsletter", piece.id);
    switch (verb) {
      case "prepare":
        if (row.status !== "failed") await Piece.move(tx, "newsletter", row, "schedule", { sendAt: at ?? new Date() });
        return;
      case "begin":
        return begin(tx, piece, row);
      case "draft":
        return;
      case "confirm":
        await Piece.move(tx, "newsletter", row, row.status === "sending" ? "finish" : "confirm", {
          sentAt: new Date(),
        });
        await Effect.audit("newsletter.sent", subject(piece));
        return;
      case "lose_track":
        if (row.status !== "sending") return;
        await Piece.move(tx, "newsletter", row, "lose_track");
        await Effect.audit("newsletter.left_unknown", subject(piece));
        return;
      case "fail":
        await Piece.move(tx, "newsletter", row, "fail", { failedReason: "Nobody was sent it." });
        await Effect.audit("newsletter.failed", subject(piece));
        return;
      case "drop":
        if (row.status === "sending") await Piece.move(tx, "newsletter", row, "fail");
        if (row.status === "approved") await Piece.move(tx, "newsletter", row, undefined, { sendAt: null });
    }
  },
};

async function begin(tx: Tx, piece: Sendable, row: Awaited<ReturnType<typeof Piece.locked>>): Promise<void> {
  if (row.status === "sending") return;
  if (row.status === "failed") {
    await Recipients.requeue(tx, row.id);
    await Piece.move(tx, "newsletter", row, "resend", { failedReason: null });
    await Effect.audit("newsletter.resent", subject(piece));
    return;
  }
  const recipientCount = await Recipients.resolve(tx, row.id, await audienceOf(tx, row.id));
  await Piece.move(tx, "newsletter", row, "send", { recipientCount });
  await Effect.audit("newsletter.send_started", subject(piece), { after: { recipients: recipientCount } });
}

function columnsOf(tx: Tx, id: string) {
  return tx
    .selectFrom("emailNewsletters")
    .select(["subject", "bodyHtml", "plainText", "fromName", "replyTo", "sendAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

const subject = ({ id, title }: Sendable) => ({ type: "newsletter", id, label: title });
