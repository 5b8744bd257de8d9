import type { Envelope } from "#schema/agent.ts";
import type { SitePage } from "../descriptor/shapes.ts";
import { type Facts, factsOf, type Passage } from "./facts.ts";

/** What the pages of a site say in whole sentences; a passage's `chunkId` is the address of its page. */
export function factsOfPages(pages: readonly SitePage[], envelope: Envelope): Facts {
  const chunks = pages.map(({ url, title, text }) => ({
    chunkId: url,
    fileName: title,
    text,
    score: 1,
    trust: "site" as const,
  }));
  return factsOf({ ...envelope, chunks });
}

/** The title of a page without the name of its site. */
export function pageName(page: SitePage, pages: readonly SitePage[]): string {
  const parts = page.title
    .split(/\s+[|–—»·]\s+|\s+-\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const isShared = (part: string) =>
    pages.length > 2 && pages.filter(({ title }) => title.includes(part)).length > pages.length / 2;
  return (parts.find((part) => !isShared(part)) ?? parts[0] ?? page.title).replace(/^[\d.\s]+(?=\p{L})/u, "").trim();
}

/** Sentences of passages, longest relevance first, that hold one of the words. */
export function sentencesWith(passages: readonly Passage[], pattern: RegExp): { text: string; chunkId: string }[] {
  return passages.flatMap(({ sentences, chunkId }) =>
    sentences.filter((sentence) => pattern.test(sentence)).map((text) => ({ text, chunkId })),
  );
}
