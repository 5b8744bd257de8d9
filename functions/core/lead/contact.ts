import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

interface Person {
  email?: string | undefined;
  phone: string | null;
  firstName?: string | undefined;
  lastName?: string | undefined;
  company?: string | undefined;
}

/** The person behind an e-mail or number, found or made, and held until the transaction ends. Null for a name alone. */
export async function contactOf(
  tx: Tx,
  { email, phone, firstName, lastName, company }: Person,
): Promise<string | null> {
  if (!email && !phone) return null;
  const known = await find(tx, email, phone);
  if (known) return known;
  const names = { firstName: firstName ?? null, lastName: lastName ?? null, company: company ?? null };
  const made = await tx
    .insertInto("contacts")
    .values({ tenantId: tenant(), id: newId("contact"), email: email ?? null, phone, ...names })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  // Somebody else made it meanwhile: theirs is there once their transaction has ended.
  return made?.id ?? (await find(tx, email, phone)) ?? null;
}

/** Whoever is to be written to no more. */
export async function isSuppressed(tx: Tx, contactId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("contacts")
    .select("suppressed")
    .where("tenantId", "=", tenant())
    .where("id", "=", contactId)
    .executeTakeFirst();
  return Boolean(row?.suppressed);
}

async function find(tx: Tx, email: string | undefined, phone: string | null): Promise<string | undefined> {
  const rows = await tx
    .selectFrom("contacts")
    .select(["id", "email"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where((eb) => eb.or([...(email ? [eb("email", "=", email)] : []), ...(phone ? [eb("phone", "=", phone)] : [])]))
    .orderBy("id")
    .forUpdate()
    .execute();
  return (rows.find((row) => row.email === email) ?? rows[0])?.id;
}
