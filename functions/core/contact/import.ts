import * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { sightOf, unmasked } from "#core/lead/sight.ts";
import * as Suppression from "#core/suppression/index.ts";
import { countryOf } from "#core/tenant/country.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { ContactImport, type ImportResult, importRowsMax } from "#schema/contact.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { fieldsOf, type ImportField, parseCsv } from "./csv.ts";
import { find } from "./person.ts";
import { e164 } from "./phone.ts";
import type { Row } from "./shape.ts";

const errorsShown = 50;
const longest: Record<ImportField, number> = { email: 254, phone: 60, firstName: 80, lastName: 80, company: 120 };

interface Person {
  email?: string;
  phone: string | null;
  firstName?: string;
  lastName?: string;
  company?: string;
}

/**
 * Takes people in out of a table. A dry run says what would happen and changes nothing. A row that does not fit never stops the
 * others, and whoever left the newsletter stays away.
 */
export async function importContacts(input: ContactImport): Promise<ImportResult> {
  require("lead_import.start", "import contacts");
  const wish = ContactImport.parse(input);
  const [headings = [], ...lines] = parseCsv(wish.csv);
  const fields = fieldsOf(headings);
  if (!fields.includes("email") && !fields.includes("phone"))
    throw refused("The file has no column named email or phone.");
  if (lines.length > importRowsMax) throw refused(`A file may have ${importRowsMax} rows; split it.`);
  return transaction(async (tx) => {
    unmasked(await sightOf(tx));
    const country = await countryOf(tx);
    const counts = { created: 0, updated: 0, skipped: 0, invalid: 0 };
    const errors: ImportResult["errors"] = [];
    const seen = new Set<string>();
    const people = lines.map((cells) => personOf(fields, cells, country));
    const emails = people.flatMap((read) => (typeof read === "string" ? [] : (read.email ?? [])));
    const suppressed = await Suppression.suppressedOf(tx, emails);
    for (const [at, read] of people.entries()) {
      const key = typeof read === "string" ? "" : (read.email ?? read.phone ?? "");
      const reason = typeof read === "string" ? read : seen.has(key) ? "the same person stands further above" : null;
      if (reason !== null || typeof read === "string") {
        counts.invalid += 1;
        if (errors.length < errorsShown) errors.push({ row: at + 2, reason: reason ?? "" });
        continue;
      }
      seen.add(key);
      counts[await taken(tx, read, wish, suppressed)] += 1;
    }
    if (!wish.dryRun)
      await Effect.audit(
        "contact.imported",
        { type: "tenant", id: tenant(), label: "Contacts" },
        { after: { ...counts, consentText: wish.consentText } },
      );
    const named = headings.filter((_, at) => fields[at]);
    return {
      ...{ dryRun: wish.dryRun, ...counts, errors },
      ...{ columns: named, ignored: headings.filter((_, at) => !fields[at]) },
    };
  });
}

function personOf(fields: readonly (ImportField | null)[], cells: readonly string[], country: string): Person | string {
  const said: Partial<Record<ImportField, string>> = {};
  for (const [at, field] of fields.entries())
    if (field && cells[at]) said[field] = cells[at].replace(/^'(?=[=+\-@])/, "");
  const long = (Object.keys(said) as ImportField[]).find((field) => (said[field]?.length ?? 0) > longest[field]);
  if (long) return `${long} is too long`;
  const email = said.email?.toLowerCase();
  if (email && !z.email().safeParse(email).success) return "this is no e-mail address";
  const phone = said.phone ? e164(said.phone, country) : null;
  if (said.phone && !phone) return "this is no telephone number";
  if (!email && !phone) return "neither an e-mail nor a phone number";
  const { email: _, phone: __, ...rest } = said;
  return { ...(email ? { email } : {}), phone, ...rest };
}

async function taken(
  tx: Tx,
  person: Person,
  wish: ContactImport,
  suppressed: ReadonlyMap<string, string>,
): Promise<"created" | "updated" | "skipped"> {
  const known = await find(tx, person.email, person.phone);
  if (known && wish.duplicates === "skip") return "skipped";
  if (wish.dryRun) return known ? "updated" : "created";
  const joins = wish.subscribe && (await mayJoin(tx, person, known, suppressed));
  const joining = joins
    ? { isSubscriber: true, subscribedAt: known?.subscribedAt ?? new Date(), unsubscribedAt: null }
    : {};
  const consent = JSON.stringify({ email: joins ? "granted" : "unknown", text: wish.consentText });
  const tags = [...new Set([...(known?.tags ?? []), ...(wish.tag ? [wish.tag] : [])])].slice(0, 30);
  if (!known) {
    const { email = null, phone, firstName = null, lastName = null, company = null } = person;
    await tx
      .insertInto("contacts")
      .values({
        ...{ tenantId: tenant(), id: newId("contact"), email, phone, firstName, lastName, company, tags, consent },
        ...{ type: wish.type, source: "import", createdBy: reference(), ...joining },
        suppressed: Suppression.shownAs(suppressed.get(email ?? "")),
      })
      .execute();
    return "created";
  }
  await tx
    .updateTable("contacts")
    .set({ ...merged(known, person, wish.duplicates === "overwrite"), tags, ...joining, ...(joins ? { consent } : {}) })
    .where("tenantId", "=", tenant())
    .where("id", "=", known.id)
    .execute();
  return "updated";
}

function merged(known: Row, { firstName, lastName, company }: Person, overwrites: boolean): Partial<Row> {
  const fresh = Object.entries({ firstName, lastName, company }).filter(
    ([field, value]) => value && (overwrites || !known[field as "firstName"]),
  );
  return Object.fromEntries(fresh);
}

// A list of somebody's does not bring back who left, nor who is not to be written to.
async function mayJoin(
  tx: Tx,
  { email }: Person,
  known: Row | undefined,
  suppressed: ReadonlyMap<string, string>,
): Promise<boolean> {
  if (known && (known.isSubscriber || known.unsubscribedAt)) return false;
  if (email) return !suppressed.has(email);
  return Boolean(known?.email && !(await Suppression.reasonFor(tx, known.email)));
}

function refused(message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path: "csv", rule: "custom", message }] });
}
