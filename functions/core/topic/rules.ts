import { jaccard, termsOf } from "#core/dataset/terms.ts";

/** From this share of common terms on, two topics are the same one. */
const sameFrom = 0.6;
const southern = new Set(
  "AO AR AU BO BR BW BI CL CD CG EC FJ GA ID KM LS MG MW MU MZ NA NR NZ PE PG PY RW SB SC SZ TL TO TZ UY VU WS ZA ZM ZW".split(
    " ",
  ),
);
const seasons = ["winter", "spring", "summer", "autumn"] as const;

/** True when two working titles stand for one topic. */
export function isAlike(a: string, b: string): boolean {
  return jaccard(new Set(termsOf(a).keys()), new Set(termsOf(b).keys())) >= sameFrom;
}

/** Those of some titles that an earlier one, or one of the others before them, already stands for. */
export function repeatsIn(titles: readonly string[], earlier: readonly string[]): string[] {
  return titles.filter((title, at) => [...earlier, ...titles.slice(0, at)].some((other) => isAlike(title, other)));
}

/** On which half of the earth a country lies for its seasons. `country` is an ISO 3166-1 code. */
export function hemisphereOf(country: string): "north" | "south" {
  return southern.has(country.toUpperCase()) ? "south" : "north";
}

/** The season of a day, by whole months. `day` is YYYY-MM-DD. */
export function seasonOf(day: string, hemisphere: "north" | "south"): (typeof seasons)[number] {
  const quarter = Math.floor((Number(day.slice(5, 7)) % 12) / 3);
  return seasons[(quarter + (hemisphere === "south" ? 2 : 0)) % 4] ?? "winter";
}
