import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { messagesOf } from "./own.ts";

const textMax = 2_000;

/**
 * What a campaign's requests for reviews reached: whom the message was sent to, and how many reviews were written since the first was
 * sent; nobody is watched while reading. The message stands once with its delay in hours and once with its wording, as each can be changed.
 */
export async function askingResults(tx: Tx, campaignId: string) {
  const [message] = (await messagesOf(tx, campaignId)).filter(({ channel }) => channel === "email");
  if (!message) return [];
  const mails = await tx
    .selectFrom("campaignEmails")
    .select("sentAt")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("contactId", "is not", null)
    .where("sentAt", "is not", null)
    .orderBy("sentAt")
    .execute();
  const since = mails[0]?.sentAt;
  const written = since
    ? await tx
        .selectFrom("reviews")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("tenantId", "=", tenant())
        .where("reviewedAt", ">=", since)
        .executeTakeFirstOrThrow()
    : { count: 0 };
  const won = Math.min(Number(written.count), mails.length);
  const figures = {
    ...{ status: "active", budgetMinor: null, bidMinor: null, spentMinor: 0, reached: mails.length },
    ...{ answered: won, won },
  };
  const { id: externalId, delayHours, body } = message;
  return [
    { kind: "message", externalId, name: "the e-mail", text: String(delayHours), ...figures },
    { kind: "pitch", externalId, name: "wording of the e-mail", text: body.slice(0, textMax), ...figures },
  ];
}
