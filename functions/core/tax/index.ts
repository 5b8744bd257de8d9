import { config } from "#platform/config.ts";
import { AppError } from "#schema/errors.ts";
import { gstStates } from "#schema/gst-states.ts";
import type { Address } from "#schema/signup.ts";
import { type TaxIds, type TaxTreatment, taxProblems, taxTreatment } from "#schema/tax.ts";

type Problem = { path: string; message: string };

/** Refuses tax numbers that cannot be right, naming each field below `at`. @throws tax_id_invalid */
export function demand(country: string, ids: TaxIds, at = ""): void {
  refuse(taxProblems(country, ids).map(({ path, message }) => ({ path: `${at}${path}`, message })));
}

/** Refuses an address that does not fit the tax numbers given beside it. @throws tax_id_invalid */
export function demandPlace(billing: Address, { gstin }: Pick<TaxIds, "gstin">): void {
  if (!gstin) return;
  if (billing.country !== "IN") {
    refuse([{ path: "billing.country", message: "Who has a GSTIN is billed in India." }]);
    return;
  }
  const given = billing.state.trim().toLowerCase();
  const state = gstStates.find(({ code, name }) => code === given || name.toLowerCase() === given);
  if (state?.code !== gstin.slice(0, 2))
    refuse([{ path: "billing.state", message: "The billing state is not the one the GSTIN belongs to." }]);
}

/** How a buyer would be taxed by this installation's seller. */
export function treatment(country: string, ids: TaxIds): TaxTreatment {
  demand(country, ids);
  return taxTreatment(country, ids, { state: config("SELLER_GST_STATE"), lut: config("SELLER_LUT") });
}

function refuse(problems: Problem[]): void {
  const [first] = problems;
  if (!first) return;
  const fields = problems.map((problem) => ({ ...problem, rule: "tax_id_invalid" }));
  throw new AppError("tax.tax_id_invalid", first.message, { fields });
}
