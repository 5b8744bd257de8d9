import { csvLine } from "#core/csv.ts";
import * as Effect from "#core/effect/index.ts";
import { type Sight, sightOf, unmasked } from "#core/lead/sight.ts";
import { mark, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { ContactExport } from "#schema/contact.ts";
import { AppError } from "#schema/errors.ts";
import { filtered, people, subscriptionOf } from "./shape.ts";

const exportMax = 10_000;
const headings = ["email", "phone", "first name", "last name", "company", "type", "tags", "newsletter", "suppressed"];

/** The people of a filter as a table that the import takes back. */
export async function exported(filter: ContactExport): Promise<string> {
  require("lead.edit", "export contacts");
  return transaction(async (tx) => {
    const sight = await sightOf(tx);
    unmasked(sight);
    demandAll(sight);
    const rows = await filtered(people(tx, sight), filter)
      .orderBy("c.id")
      .limit(exportMax + 1)
      .execute();
    if (rows.length > exportMax)
      throw new AppError("request.too_large", `A table holds ${exportMax} people at most. Narrow the filter.`);
    await Effect.audit(
      "contact.exported",
      { type: "tenant", id: tenant(), label: "Contacts" },
      { after: { filter: { ...filter }, count: rows.length } },
    );
    const lines = rows.map((row) =>
      csvLine([
        ...[row.email, row.phone, row.firstName, row.lastName, row.company].map((cell) => cell ?? ""),
        ...[row.type, row.tags.join("; "), subscriptionOf(row), row.suppressed ?? ""],
      ]),
    );
    return `\uFEFF${csvLine(headings)}${lines.join("")}`;
  });
}

function demandAll({ rows }: Sight): void {
  if (rows !== "all" || mark() === "CA")
    throw new AppError("auth.forbidden", "Only those who see all leads may take the list with them.");
}
