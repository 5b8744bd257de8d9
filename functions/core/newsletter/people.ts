import type * as z from "zod";
import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Recipient, RecipientFilter } from "#schema/newsletter.ts";
import type { Page } from "#schema/page.ts";

const { iso } = Paging;

/** Each person's copy of a newsletter, in the order in which they were sent. */
export async function recipients(
  newsletterId: string,
  { limit, cursor, status }: z.output<typeof RecipientFilter>,
): Promise<Page<Recipient>> {
  require("lead.edit", "see recipients");
  const scope = JSON.stringify(["recipients", tenant(), newsletterId, status]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const known = await tx
      .selectFrom("emailNewsletters")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("id", "=", newsletterId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!known) throw notFound("Newsletter", newsletterId);
    const rows = await tx
      .selectFrom("newsletterRecipients")
      .select(["id", "email", "status", "skipReason", "sentAt"])
      .where("tenantId", "=", tenant())
      .where("newsletterId", "=", newsletterId)
      .$if(status !== undefined, (query) => query.where("status", "=", status ?? ""))
      .$if(position !== undefined, (query) => query.where("id", ">", position?.[0] ?? ""))
      .orderBy("id")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    const items = page.rows.map((row) => ({
      ...row,
      status: row.status as Recipient["status"],
      sentAt: iso(row.sentAt),
    }));
    return { items, nextCursor: page.nextCursor };
  });
}
