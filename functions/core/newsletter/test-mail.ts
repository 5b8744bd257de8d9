import * as Letter from "#core/letter/index.ts";
import { post } from "#core/letter/post.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";

/** Sends the copy. A repeat of the job may send it again to the one who asked. */
export async function sendTest(newsletterId: string, userId: string): Promise<void> {
  const letter = await transaction(async (tx) => {
    const person = await tx.selectFrom("users").select("email").where("id", "=", userId).executeTakeFirstOrThrow();
    const row = await tx
      .selectFrom("emailNewsletters")
      .select(["subject", "bodyHtml", "plainText", "fromName", "replyTo"])
      .where("tenantId", "=", tenant())
      .where("id", "=", newsletterId)
      .executeTakeFirst();
    if (!row) throw notFound("Newsletter", newsletterId);
    const { fromName, postalAddress } = await Letter.senderOf(tx);
    return {
      ...{ to: person.email, subject: `[Test] ${row.subject}`, html: row.bodyHtml ?? "", text: row.plainText ?? "" },
      ...{ fromName: row.fromName ?? fromName, replyTo: row.replyTo, postalAddress },
    };
  });
  await post({ id: newId("newsletterRecipient"), ...letter });
}
