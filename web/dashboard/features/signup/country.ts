import { countries } from "countries-list";

/** "+91" for India; empty where there is none or several. */
export function callingCode(country: string): string {
  const code = Object.entries(countries).find(([name]) => name === country)?.[1].phone[0];
  return code === undefined ? "" : `+${code}`;
}

/** The country of the browser's language, as a first guess; empty when it says none. */
export function guessCountry(): string {
  const region = new Intl.Locale(navigator.language).region ?? "";
  return region in countries ? region : "";
}
