import { fold } from "#core/dataset/terms.ts";
import { numbersIn, spoken, spokenNumbersIn } from "./numbers.ts";

/** Counts that any text has: they say something only beside what is measured. */
const small = /^(?:[0-9]|1[0-2])$/;
const months = "january february march april may june july august september october november december".split(" ");
const dayOfMonth = new RegExp(
  `\\b(${months.join("|")}) (\\d{1,2})\\b|\\b(\\d{1,2})(?:st|nd|rd|th)? (${months.join("|")})\\b`,
  "giu",
);
const measures: readonly [RegExp, string][] = [
  [/([$€£₹])\s?(\d+(?:[.,]\d+)*)/gu, "money"],
  [/(\d+(?:[.,]\d+)*)\s?(?:[$€£₹]|euros?\b|dollars?\b|pounds?\b|rupees?\b|usd\b|eur\b|gbp\b|inr\b)/giu, "money"],
  [/(\d+(?:[.,]\d+)*)\s?(?:%|percent\b|per cent\b)/giu, "percent"],
  [/(\d+)[\s-](?:years?|decades?)\b/giu, "years"],
];
/** What sets somebody above all others. Ways of speaking such as "at best" or "the best way" do not. */
const superlatives =
  /\b(?:the|our|your) (best|largest|biggest|smallest|highest|lowest|fastest|cheapest|oldest|strongest|finest|safest|leading)\b(?! (?:way|thing|time|part|practices?|fit|next)\b)|\b(number one|no\. ?1|award-winning|world-class|market leader|unbeatable|unmatched|the only)\b|#(1)\b/giu;
/** Shorter ones are single words that somebody sets apart. */
const quote = /["“]([^"“”]{15,})["”]/g;

/** Numbers, prices, dates, superlatives and quotes of a text that stand nowhere in what is known. */
export function unfounded(text: string, known: string): string[] {
  const body = text.replaceAll(/^\s*\d{1,3}[.)]\s/gm, "");
  const given = new Set([...numbersIn(known), ...spokenNumbersIn(known)]);
  const measured = measuredIn(spelledOut(known));
  const plain = fold(known);
  const large = [...numbersIn(body)].filter((number) => !given.has(number) && !small.test(number));
  const amounts = [...measuredIn(body)].filter(([key]) => !measured.has(key)).map(([, words]) => words);
  const best = [...body.matchAll(superlatives)].flatMap(([whole, ...cores]) => {
    const core = fold(cores.find((one) => one !== undefined) ?? whole);
    return plain.includes(core) ? [] : [whole];
  });
  const quotes = [...body.matchAll(quote)]
    .map((match) => match[1] ?? "")
    .filter((words) => words.trim().split(/\s+/).length >= 3 && !plain.includes(fold(words).trim()))
    .map((words) => `“${words.slice(0, 40)}…”`);
  const named = large.filter((number) => !amounts.some((words) => numbersIn(words).has(number)));
  return [...new Set([...named, ...amounts, ...best, ...quotes])];
}

/** Small numbers beside what they measure, and days of months, each with the words it stands in. */
function measuredIn(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [pattern, measure] of measures)
    for (const [whole, ...parts] of text.matchAll(pattern))
      for (const number of numbersIn(parts.join(" "))) if (small.test(number)) found.set(`${measure} ${number}`, whole);
  for (const [whole, before, day, dayBefore, after] of text.matchAll(dayOfMonth)) {
    const number = String(Number(day ?? dayBefore));
    if (small.test(number)) found.set(`${(before ?? after ?? "").toLowerCase()} ${number}`, whole);
  }
  for (const [whole, month, day] of text.matchAll(/\b\d{4}-(\d{2})-(\d{2})\b/g))
    found.set(`${months[Number(month) - 1] ?? ""} ${Number(day)}`, whole);
  return found;
}

function spelledOut(text: string): string {
  return text.replaceAll(/\b[a-z]+\b/gi, (word) => {
    const at = spoken.indexOf(word.toLowerCase());
    return at < 0 ? word : String(at);
  });
}
