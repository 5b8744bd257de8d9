import type * as z from "zod";
import * as Suppression from "#core/suppression/index.ts";
import { tenant } from "#platform/actor.ts";
import { sql, type Tx } from "#platform/db.ts";
import type { ContactType, Reach, SegmentFilter } from "#schema/contact.ts";
import type { NewsletterAudience } from "#schema/newsletter.ts";

/** Whom a newsletter addresses: one of the fixed audiences, or those of a filter. */
export interface Audience {
  audience: z.infer<typeof NewsletterAudience>;
  filter?: SegmentFilter | undefined;
}

const types: Record<Exclude<Audience["audience"], "segment">, readonly ContactType[]> = {
  all: [],
  leads: ["lead"],
  customers: ["customer"],
};

/** The people of an audience who asked for the newsletter, each once, in a fixed order. */
export async function readers(tx: Tx, audience: Audience): Promise<{ id: string; email: string }[]> {
  const rows = await meant(tx, audience).select(["id", "email"]).orderBy("id").execute();
  return rows.map(({ id, email }) => ({ id, email: email ?? "" }));
}

/** How many people `readers` would list. */
export async function countOf(tx: Tx, audience: Audience): Promise<number> {
  const { count } = await meant(tx, audience)
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How many people of an audience would be written to now. */
export async function reachOf(tx: Tx, audience: Audience): Promise<Reach> {
  const all = (await readers(tx, audience)).map(({ email }) => email);
  let suppressed = 0;
  for (let from = 0; from < all.length; from += 1_000)
    suppressed += (await Suppression.suppressedOf(tx, all.slice(from, from + 1_000))).size;
  return { count: all.length - suppressed, suppressed };
}

function meant(tx: Tx, { audience, filter }: Audience) {
  const wanted = audience === "segment" ? (filter?.types ?? []) : types[audience];
  const tags = filter?.tags ?? [];
  return (
    tx
      .selectFrom("contacts")
      .where("tenantId", "=", tenant())
      // A segment that was never named is nobody.
      .$if(audience === "segment" && !filter, (query) => query.where("id", "=", ""))
      .where("deletedAt", "is", null)
      .where("isSubscriber", "=", true)
      .where("email", "is not", null)
      .$if(wanted.length > 0, (query) => query.where("type", "in", wanted))
      .$if(tags.length > 0, (query) => query.where(sql<boolean>`tags && ${tags}::text[]`))
      .$if(filter?.subscribedAfter !== undefined, (query) =>
        query.where("subscribedAt", ">=", new Date(filter?.subscribedAfter ?? 0)),
      )
  );
}
