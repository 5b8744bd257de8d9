import * as Suppression from "#core/suppression/index.ts";
import { countryOf } from "#core/tenant/country.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ContactType } from "#schema/contact.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { LeadConsent } from "#schema/lead.ts";
import { e164 } from "./phone.ts";

interface Person {
  email?: string | undefined;
  phone: string | null;
  firstName?: string | undefined;
  lastName?: string | undefined;
  company?: string | undefined;
  consent?: LeadConsent | undefined;
}

/** The person behind an e-mail or number, found or made, and held until the transaction ends. Null for a name alone. */
export async function contactOf(
  tx: Tx,
  { email, phone, firstName, lastName, company, consent }: Person,
): Promise<string | null> {
  if (!email && !phone) return null;
  const known = await find(tx, email, phone);
  if (known) return known.id;
  const names = { firstName: firstName ?? null, lastName: lastName ?? null, company: company ?? null };
  const made = await tx
    .insertInto("contacts")
    .values({
      ...{ tenantId: tenant(), id: newId("contact"), email: email ?? null, phone, ...names },
      ...{ consent: JSON.stringify(consent ?? {}), suppressed: await Suppression.shownFor(tx, email) },
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  // Somebody else made it meanwhile: theirs is there once their transaction has ended.
  return made?.id ?? (await find(tx, email, phone))?.id ?? null;
}

/** The person with an e-mail or number, held until the transaction ends; one with the e-mail before one with the number. */
export async function find(tx: Tx, email: string | undefined, phone: string | null) {
  const rows = await tx
    .selectFrom("contacts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where((eb) => eb.or([...(email ? [eb("email", "=", email)] : []), ...(phone ? [eb("phone", "=", phone)] : [])]))
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.find((row) => row.email === email) ?? rows[0];
}

/** A telephone number in the form in which numbers are compared. @throws request.validation_failed when it is none */
export async function numberOf(tx: Tx, raw: string): Promise<string> {
  const phone = e164(raw, await countryOf(tx));
  if (phone) return phone;
  const message = "This is no telephone number. Write it with the code of its country.";
  throw new AppError("request.validation_failed", message, { fields: [{ path: "phone", rule: "format", message }] });
}

/** Sets what somebody is to the client. */
export async function become(tx: Tx, id: string, type: ContactType): Promise<void> {
  await tx.updateTable("contacts").set({ type }).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}
