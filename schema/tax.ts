import * as z from "zod";
import { gstStates } from "./gst-states.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const gstinShape = /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/;
const panShape = /^[A-Z]{5}\d{4}[A-Z]$/;

/** The check character of a GSTIN's first 14 characters: base 36, weights 1 and 2 in turn, digits of each product added. */
export function gstinCheck(first14: string): string {
  const sum = [...first14].reduce((total, character, position) => {
    const product = alphabet.indexOf(character) * (position % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return alphabet[(36 - (sum % 36)) % 36] ?? "0";
}

/** What a buyer says about tax. `state` is a GST state code and only given in India. */
export const TaxIds = z.strictObject({
  state: z
    .enum(gstStates.map(({ code }) => code) as [string, ...string[]])
    .describe("GST state code, two digits")
    .nullish(),
  gstin: z.string().trim().toUpperCase().max(20).nullish(),
  sez: z.boolean().default(false),
  pan: z.string().trim().toUpperCase().max(20).nullish(),
});
export type TaxIds = z.infer<typeof TaxIds>;

/** What is wrong with a buyer's tax numbers, field by field; empty when nothing is. */
export function taxProblems(country: string, ids: TaxIds): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const say = (path: string, message: string) => void problems.push({ path, message });
  const { gstin, pan, state, sez } = ids;
  if (gstin && country !== "IN") say("gstin", "Only a buyer in India has a GSTIN. Leave it empty.");
  else if (gstin && !gstinShape.test(gstin))
    say("gstin", "A GSTIN has 15 characters: state code, PAN, one character, Z, check character.");
  else if (gstin && gstinCheck(gstin.slice(0, 14)) !== gstin[14])
    say("gstin", "The check character does not fit: compare it with the certificate.");
  else if (gstin && state && gstin.slice(0, 2) !== state)
    say("gstin", `The GSTIN belongs to state ${gstin.slice(0, 2)}, not to the chosen one (${state}).`);
  if (pan && country !== "IN") say("pan", "Only a buyer in India has a PAN. Leave it empty.");
  else if (pan && !panShape.test(pan)) say("pan", "A PAN has five letters, four digits and a letter.");
  else if (pan && gstin && gstin.slice(2, 12) !== pan) say("pan", "The PAN is not the one inside the GSTIN.");
  if (sez && !gstin) say("sez", "A unit in a special economic zone needs its GSTIN.");
  return problems;
}

/** How a buyer's invoices are taxed: one line per rate, in basis points. */
export const TaxTreatment = z.object({
  lines: z.array(z.object({ name: z.string(), rateBp: z.number().int() })),
  note: z.string().nullable(),
});
export type TaxTreatment = z.infer<typeof TaxTreatment>;

// Union territories without a legislature of their own levy UTGST instead of SGST.
const unionTerritories = ["35", "04", "26", "38", "31"];
const gstBp = 1_800;

/** Tax of a buyer of a seller who is registered in the given Indian state and may or may not hold a valid LUT. */
export function taxTreatment(country: string, ids: TaxIds, seller: { state: string; lut: boolean }): TaxTreatment {
  const untaxed = country !== "IN" || ids.sez;
  const reason = ids.sez ? "supply to SEZ" : "export of services";
  if (untaxed && seller.lut) return { lines: [{ name: "IGST", rateBp: 0 }], note: `${reason} under LUT` };
  const place = ids.gstin?.slice(0, 2) ?? ids.state;
  if (untaxed || place !== seller.state)
    return { lines: [{ name: "IGST", rateBp: gstBp }], note: untaxed ? reason : null };
  const half = gstBp / 2;
  const second = unionTerritories.includes(place) ? "UTGST" : "SGST";
  return {
    lines: [
      { name: "CGST", rateBp: half },
      { name: second, rateBp: half },
    ],
    note: null,
  };
}
