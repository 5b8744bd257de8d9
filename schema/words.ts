/** How codes and days are worded for people, on screens and in what is sent. */

// Names that their owners write in a way of their own.
const names = { github: "GitHub", hubspot: "HubSpot", linkedin: "LinkedIn", tiktok: "TikTok", wordpress: "WordPress" };
const isNamed = (word: string): word is keyof typeof names => word in names;
const dated = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "Content brief" from `content_brief` or `contentBrief`, "LinkedIn ads" from `linkedin_ads`. */
export function words(code: string): string {
  const text = code
    .replaceAll(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replaceAll(/[_.:-]+/g, " ")
    .replaceAll(/[a-z]+/g, (word) => (isNamed(word) ? names[word] : word));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "9 Nov to 21 Dec 2026", "1 Dec 2026 to 31 Jan 2027": days without times. */
export function daySpan(from: string, to: string): string {
  const [first, last] = [from, to].map((day) => dated.format(new Date(day))) as [string, string];
  if (from === to) return last;
  return `${from.slice(0, 4) === to.slice(0, 4) ? first.slice(0, -" 2026".length) : first} to ${last}`;
}

/** "9 Nov 2026" of a day without a time. */
export function fullDay(day: string): string {
  return dated.format(new Date(day));
}
