import { occurrencesOf } from "#core/run/prose.ts";
import { capital, cut, named } from "./wording.ts";

/** General sentences that fill a description. */
export const fillers: readonly string[] = [
  "Read on for a plain overview.",
  "Clear advice, step by step.",
  "With practical points to use today.",
  "What to check, what to ask and where to start.",
  "Straight answers without jargon.",
  "Facts from our own work.",
  "A short and honest guide.",
  "Find out what to look for before you decide.",
  "Easy to follow.",
  "See how it works.",
  "For beginners and experts.",
  "Get the details here.",
  "All in one place.",
  "Take a look.",
  "Start here.",
  "Read more.",
];

/** A page description of 140 to 160 characters that begins with the lead and holds the keyword. `order` varies the rest. */
export function metaDescription(
  keyword: string,
  leads: readonly string[],
  order: <T>(items: readonly T[]) => T[],
): string {
  const name = capital(named(keyword));
  const usable = leads.filter((lead) => lead.length <= 160 && occurrencesOf(keyword, lead) > 0);
  for (const lead of [...usable, `${name}: what to know.`]) {
    const found = reach(cut(lead, 158), order(fillers), { min: 140, max: 160 });
    if (found) return found;
  }
  return `${cut(`${name}: ${fillers.join(" ")}`, 158)}.`;
}

/** The text with as many of the further sentences as bring it between two lengths in characters, or null. */
export function reach(text: string, rest: readonly string[], range: { min: number; max: number }): string | null {
  if (text.length >= range.min && text.length <= range.max) return text;
  if (text.length > range.max || rest.length === 0) return null;
  for (const [index, filler] of rest.entries()) {
    const next = reach(`${text} ${filler}`, rest.slice(index + 1), range);
    if (next) return next;
  }
  return null;
}

/** A page title of 30 to 60 characters, from the first candidate that fits. */
export function metaTitle(keyword: string, candidates: readonly string[]): string {
  const name = capital(named(keyword));
  const all = [
    ...candidates,
    `${name}: what to know before you start`,
    `${name}: a practical guide`,
    `${name}: a practical guide for you`,
    `${name} in plain words`,
    `A practical guide to ${named(keyword)}`,
  ];
  const fitting = all.find((text) => text.length >= 30 && text.length <= 60);
  return fitting ?? cut(name.length >= 30 ? name : `${name}: what to know before you start today`, 60);
}

/** A title as an address part: 3 to 80 of a-z, 0-9 and `-`. */
export function slugOf(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const short =
    plain.length <= 70 ? plain : plain.slice(0, plain.lastIndexOf("-", 70) > 20 ? plain.lastIndexOf("-", 70) : 70);
  return short.length >= 3 ? short : `post-${short || "new"}`;
}
