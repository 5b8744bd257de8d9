import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

interface Copy {
  email: string;
  from: string;
  newsletterId?: string;
}

/** One mail to one person, of whatever kind it was. */
export async function copyOf(tx: Tx, id: string): Promise<Copy | undefined> {
  const of = { tenantId: tenant(), id };
  const { name: from } = await tx
    .selectFrom("tenants")
    .select("name")
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  switch (id.slice(0, 3)) {
    case "nwr": {
      const row = await tx
        .selectFrom("newsletterRecipients")
        .select(["email", "newsletterId"])
        .where((eb) => eb.and(of))
        .executeTakeFirst();
      return row && { from, ...row };
    }
    case "cml": {
      const row = await tx
        .selectFrom("campaignEmails")
        .select("recipientEmail as email")
        .where((eb) => eb.and(of))
        .executeTakeFirst();
      return row && { from, ...row };
    }
    default: {
      const row = await tx
        .selectFrom("leadEmails")
        .select("recipient as email")
        .where((eb) => eb.and(of))
        .executeTakeFirst();
      return row && { from, ...row };
    }
  }
}
