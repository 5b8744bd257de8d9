import { isStopWord, jaccard, termsOf, wordsOf } from "#core/dataset/terms.ts";

/** The text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text with a small first letter, unless its first word is an acronym or a name (a later capital gives it away). */
export function small(text: string): string {
  const first = text.split(/\s/)[0] ?? "";
  return first.length > 1 && /\p{Lu}/u.test(first.slice(1)) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** Cut at the last whole word within the length, without a dangling particle or comma. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max + 1);
  const at = head.lastIndexOf(" ");
  return (at > max * 0.4 ? head.slice(0, at) : head.slice(0, max)).replace(
    /(?:[\s,;:–—-]|\s(?:and|or|the|a|an|of|for|to|in|on|with|from|by|at|as|that|your|our|is|are))+$/i,
    "",
  );
}

const verbs =
  /^(?:add|avoid|build|buy|choose|compare|find|get|hire|improve|install|keep|learn|maintain|make|manage|prepare|reduce|replace|save|select|sell|store|use|write)\s/i;

/** True when the keyword is a clause (`how to clean a roof`), which fits a sentence only as a question. */
export function isClause(keyword: string): boolean {
  return /^(?:how|what|why|when|where|which|who|is|are|can|should|do|does)\s/i.test(keyword);
}

/** The keyword as a title can begin with it: an order (`clean a roof`) becomes `how to clean a roof`. */
export function named(keyword: string): string {
  return verbs.test(keyword) ? `how to ${keyword}` : keyword;
}

/** The keyword as a noun inside a sentence, with an article where the documents use one more often than not. */
export function spoken(keyword: string, documents = ""): string {
  const name = named(keyword);
  if (isClause(name)) return `the question of ${small(name)}`;
  const plain = keyword.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const uses = [
    ...documents.matchAll(new RegExp(`\\b(?:(an?)\\s+)?${plain}(?=[.,;:!?)]|\\s+(\\p{L}+)|$)`, "giu")),
  ].filter((use) => use[2] === undefined || isStopWord(use[2]));
  const articles = uses.flatMap((use) => use[1]?.toLowerCase() ?? []);
  return articles.length * 2 > uses.length ? `${articles[0]} ${keyword}` : name;
}

const contractions: readonly [RegExp, string][] = [
  [/\bdo not\b/g, "don't"],
  [/\bdoes not\b/g, "doesn't"],
  [/\bcannot\b/g, "can't"],
  [/\bwill not\b/g, "won't"],
  [/\bis not\b/g, "isn't"],
  [/\bYou will\b/g, "You'll"],
  [/\byou will\b/g, "you'll"],
  [/\bWe are\b/g, "We're"],
  [/\bwe are\b/g, "we're"],
  [/\bIt is\b/g, "It's"],
  [/\bHere is\b/g, "Here's"],
];

/** Puts general sentences into the tone that the company asks for. Sentences from sources are never changed. */
export function toned(text: string, tone: "friendly" | "neutral"): string {
  return tone === "friendly" ? contractions.reduce((all, [long, short]) => all.replaceAll(long, short), text) : text;
}

/** The tone a context file or a reviewer asks for. */
export function toneOf(contextFile: string): "friendly" | "neutral" {
  if (/\b(?:no contractions|avoid contractions|formal(?:ly)?|professional tone)\b/i.test(contextFile)) return "neutral";
  return /\b(?:friendly|warm|conversational|casual|informal|contractions|approachable)\b/i.test(contextFile)
    ? "friendly"
    : "neutral";
}

/** The company's name as its context file gives it, or null. */
export function brandOf(contextFile: string): string | null {
  const stated =
    /^[\s>*-]*\**(?:company|brand|business|client|organi[sz]ation|name)(?: name)?\**\s*[:：]\s*\**\s*(.{2,60}?)\**\s*$/im.exec(
      contextFile,
    )?.[1];
  const titled =
    /^#\s+(?:(?:context(?: file)?|brand voice|about|company)\s*(?:for|of|:|–|—|-)?\s*)?(.{2,60}?)(?:\s*[:–—-]\s*(?:context|brand|about|company).*)?\s*$/im.exec(
      contextFile,
    )?.[1];
  const name = (stated ?? titled)?.replace(/[.,;]$/, "").trim();
  return name && wordsOf(name).length <= 6 && !/^(?:file|voice|context|brand voice|company)$/i.test(name) ? name : null;
}

/** A heading of a source that also reads well in the article. */
export function isGoodTopic(topic: string, heading: string, brand: string | null): boolean {
  const words = wordsOf(topic).length;
  if (words > 12 || topic.length < 4 || topic.length > 90) return false;
  if (brand && topic.toLowerCase().includes(brand.toLowerCase())) return false;
  if (/\b(?:quoted?|boilerplate|press|about us|(?:this|our) (?:document|guide|page|company|website))\b/i.test(topic))
    return false;
  if (
    /^(?:home|about(?: us)?|contact|overview|history|company|team|our team|awards|key facts|figures|at a glance|service area|introduction|summary|notes?|the short version|general|other|welcome|faqs?|questions)$/i.test(
      topic.trim(),
    )
  )
    return false;
  return jaccard(new Set(termsOf(topic).keys()), new Set(termsOf(heading).keys())) < 0.6;
}
