import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { derive, sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { companyDomainOf } from "#schema/lead.ts";
import type { SuppressionReason } from "#schema/newsletter.ts";

/** How an address is kept: nobody who only reads the list can tell whose it is. */
export function hashOf(email: string): string {
  return sha256(derive(`suppression:${tenant()}`, email.trim().toLowerCase()));
}

/** Of some addresses, those that nothing is written to, with the reason. */
export async function suppressedOf(tx: Tx, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const byHash = new Map(emails.map((email) => [hashOf(email), email]));
  const rows = await tx
    .selectFrom("suppressions")
    .select(["addressSha256", "reason"])
    .where("tenantId", "=", tenant())
    .where("kind", "=", "email")
    .where("addressSha256", "in", [...byHash.keys()])
    .where((eb) => eb.or([eb("until", "is", null), eb("until", ">", new Date())]))
    .execute();
  return new Map(rows.map(({ addressSha256, reason }) => [byHash.get(addressSha256) ?? "", reason]));
}

/** Why nothing is written to an address; undefined where it may be written to. */
export async function reasonFor(tx: Tx, email: string): Promise<string | undefined> {
  return (await suppressedOf(tx, [email])).get(email);
}

/** What the contact of an address shows of it. */
export async function shownFor(tx: Tx, email: string | undefined): Promise<string | null> {
  return email ? shownAs(await reasonFor(tx, email)) : null;
}

/** Companies, by their domain, of whom somebody wants nothing written; mail hosts that anybody uses are none. */
export async function suppressedDomains(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("suppressions")
    .select("address")
    .where("tenantId", "=", tenant())
    .where("kind", "=", "email")
    .where("address", "is not", null)
    .where((eb) => eb.or([eb("until", "is", null), eb("until", ">", new Date())]))
    .orderBy("id", "desc")
    .limit(2_000)
    .execute();
  return [...new Set(rows.flatMap(({ address }) => companyDomainOf(address) ?? []))];
}

/** Nothing is written to the address any more, and its contact says so. A second time changes nothing. */
export async function add(tx: Tx, email: string, reason: SuppressionReason, source: string): Promise<void> {
  const id = newId("suppression");
  const address = email.trim().toLowerCase();
  const made = await tx
    .insertInto("suppressions")
    .values({
      ...{ tenantId: tenant(), id, kind: "email", reason, source: source.slice(0, 120) },
      ...{ addressSha256: hashOf(email), address },
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "kind", "addressSha256"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) return;
  await mark(tx, address, shownAs(reason));
  await Effect.audit("suppression.added", { type: "suppression", id, label: reason }, { after: { reason, source } });
}

/** What was suppressed for a reason may be written to again, because the person said so. */
export async function lift(tx: Tx, email: string, reason: SuppressionReason): Promise<void> {
  const gone = await tx
    .deleteFrom("suppressions")
    .where("tenantId", "=", tenant())
    .where("kind", "=", "email")
    .where("addressSha256", "=", hashOf(email))
    .where("reason", "=", reason)
    .returning("id")
    .executeTakeFirst();
  if (!gone) return;
  await mark(tx, email.trim().toLowerCase(), null);
  await Effect.audit("suppression.removed", { type: "suppression", id: gone.id, label: reason });
}

async function mark(tx: Tx, email: string, suppressed: string | null): Promise<void> {
  await tx
    .updateTable("contacts")
    .set({ suppressed })
    .where("tenantId", "=", tenant())
    .where("email", "=", email)
    .execute();
}

/** What a contact shows of a reason; null without one. */
export function shownAs(reason: string | undefined): string | null {
  if (reason === undefined) return null;
  if (reason === "invalid") return "bounce";
  return reason === "erased" ? "manual" : reason;
}
