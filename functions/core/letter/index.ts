import { marked } from "marked";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";

/** Who writes for the client. @throws publish.no_postal_address while the client has none under its mails */
export async function senderOf(tx: Tx): Promise<{ fromName: string; postalAddress: string }> {
  const owner = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const postalAddress = await postalAddressOf(tx);
  if (!postalAddress)
    throw new AppError(
      "publish.no_postal_address",
      'Every mail must say where its sender lives. Fill in "Postal address" under Contacts, Mail settings, first.',
    );
  return { fromName: owner.name, postalAddress };
}

/** The address under the client's mails; null until somebody gave it. */
export async function postalAddressOf(tx: Tx): Promise<string | null> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("legalFooter")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return settings?.legalFooter?.trim() || null;
}

/** Where answers go: to the person named, or to the client's first admin. */
export async function answersTo(tx: Tx, userId: string | null = null): Promise<string | null> {
  const row = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select("u.email")
    .where("m.tenantId", "=", tenant())
    .where((eb) =>
      eb.or([eb("m.userId", "=", userId ?? ""), eb.and([eb("m.side", "=", "client"), eb("m.role", "=", "admin")])]),
    )
    .orderBy((eb) =>
      eb
        .case()
        .when("m.userId", "=", userId ?? "")
        .then(0)
        .else(1)
        .end(),
    )
    .orderBy("m.id")
    .limit(1)
    .executeTakeFirst();
  return row?.email ?? null;
}

/** Markdown of ours as the HTML of a mail. */
export function htmlOf(markdown: string): string {
  return marked.parse(escaped(markdown), { async: false });
}

/** Text as it may stand in HTML. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
