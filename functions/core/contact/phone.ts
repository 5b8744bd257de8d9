import { dialCodeOf } from "#schema/countries.ts";

/** A telephone number in the one form in which numbers are compared; a national one is taken for the country's. Null when it is none. */
export function e164(text: string, country: string): string | null {
  const digits = text.replaceAll(/[\s().\-/]/g, "").replace(/^00/, "+");
  if (/^\+[1-9]\d{6,14}$/.test(digits)) return digits;
  const code = dialCodeOf(country);
  if (code === null || !/^\d{5,14}$/.test(digits)) return null;
  const full = `+${code}${digits.replace(/^0/, "")}`;
  return /^\+[1-9]\d{6,14}$/.test(full) ? full : null;
}
