import { countries as known } from "countries-list";

// User-assigned and transitional codes that are not part of ISO 3166-1.
const unofficial = ["XK", "AC", "TA", "CP", "DG", "EA", "IC"];

/** The number that telephone numbers of a country begin with abroad, without its plus sign. */
export function dialCodeOf(country: string): string | null {
  const codes = known[country as keyof typeof known]?.phone;
  return codes?.[0] === undefined ? null : String(codes[0]);
}

// Whoever imports this has them sorted, and a collator takes ten times as long to be made.
const plain = (name: string): string => name.normalize("NFD").replaceAll(/\p{M}/gu, "");

/** The countries of ISO 3166-1, by their English names. */
export const countries: readonly { code: string; name: string }[] = Object.entries(known)
  .filter(([code]) => !unofficial.includes(code))
  .map(([code, { name }]) => ({ code, name }))
  .sort((a, b) => (plain(a.name) < plain(b.name) ? -1 : 1));
