import { fold, isStopWord, termOf, termsOf, wordsOf } from "#core/dataset/terms.ts";
import type { ContextChunk } from "#schema/agent.ts";

const dull = new Set(
  "use used using make made take good best many way ways thing things day days year years week weeks time times page need needs get set come see know".split(
    " ",
  ),
);

/**
 * Two- and three-word phrases the passages share with the topic, most frequent first; filled up with common variants of the
 * primary keyword. Two to ten, none equal to the primary keyword.
 */
export function secondaryKeywordsOf(primaryKeyword: string, topic: string, chunks: readonly ContextChunk[]): string[] {
  const wanted = new Set(wordsOf(`${topic} ${primaryKeyword}`).flatMap((word) => termOf(word) ?? []));
  const counts = new Map<string, number>();
  for (const chunk of chunks) {
    if (chunk.trust === "third_party") continue;
    for (const phrase of phrasesOf(chunk.text)) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  const primary = fold(primaryKeyword);
  const found = [...counts]
    .filter(
      ([phrase, count]) =>
        count >= 2 && fold(phrase) !== primary && wordsOf(phrase).some((word) => wanted.has(termOf(word) ?? "")),
    )
    .toSorted((a, b) => b[1] * b[0].length - a[1] * a[0].length || (a[0] < b[0] ? -1 : 1))
    .map(([phrase]) => phrase);
  const distinct = found.filter(
    (phrase, index) => !found.slice(0, index).some((other) => other.includes(phrase) || phrase.includes(other)),
  );
  const variants = [`${primaryKeyword} guide`, `${primaryKeyword} tips`, `${primaryKeyword} questions`].filter(
    (text) => text.length <= 80,
  );
  const short = primaryKeyword.slice(0, 70).trim();
  return [...new Set([...distinct.slice(0, 6), ...variants, `about ${short}`, `${short} help`])].slice(
    0,
    Math.max(3, Math.min(8, distinct.length + 2)),
  );
}

/** The two- and three-word phrases that stand most often in a text, most frequent first; none is part of another. */
export function phrasesIn(text: string): string[] {
  const counts = new Map<string, number>();
  for (const phrase of phrasesOf(text)) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  const found = [...counts]
    .filter(([, count]) => count >= 2)
    .toSorted((a, b) => b[1] * b[0].length - a[1] * a[0].length || (a[0] < b[0] ? -1 : 1))
    .map(([phrase]) => phrase);
  return found.filter(
    (phrase, at) => !found.slice(0, at).some((other) => other.includes(phrase) || phrase.includes(other)),
  );
}

function phrasesOf(text: string): string[] {
  return text
    .split(/[.!?;:,()|\n"“”]+/)
    .flatMap((clause) => {
      const words = wordsOf(clause).map((word) => word.toLowerCase());
      return words.flatMap((_, at) => [words.slice(at, at + 2), words.slice(at, at + 3)]);
    })
    .filter(
      (words) =>
        words.length > 1 &&
        words.every((word) => /^\p{L}{3,}$/u.test(word)) &&
        !words.some((word) => isStopWord(word) || dull.has(word)),
    )
    .map((words) => words.join(" "))
    .filter((phrase) => phrase.length <= 60);
}

/** The keyword a topic is about when the request names none: the topic without question words and fill, at most five words. */
export function keywordOf(topic: string): string {
  const core = topic
    .trim()
    .replace(/(?<=.{8})[?!.:–—|(].*$/u, "")
    .replace(
      /^(?:(?:an?|the|our|your|complete|ultimate|practical|beginner['’]?s?|short) )*(?:guide (?:to|for|on)|introduction to|(?:\d+ |five |seven |ten )?(?:tips|ways|reasons|things|mistakes|questions) (?:for|to ask (?:about|before|when)|to avoid (?:when|with|in)|to|on|about|with|you need to know about)|everything (?:you need to know )?about)\s+/i,
      "",
    )
    .replace(
      /^(?:how|what|why|when|where|which|who|is|are|does|do|can|should)\b(?:\s+(?:to|much|many|long|often|fresh|good|does|do|did|is|are|should|can|will|it|you|we|i|an?|the|your|our))*\s+/i,
      "",
    )
    .replace(
      /^(?:choose|pick|find|select|make|buy|get|use|plan|prepare|compare|understand|clean|cleaning|store|storing|keep|buying|choosing|making)\s+(?:(?:an?|the|your|our|right|best|good)\s+)*/i,
      "",
    )
    .trim();
  const words = (core.length >= 3 ? core : topic)
    .replace(/(?<=\S \S+) (?:to|that|with|when|if|without|before|after|because|worth)\s.*$/i, "")
    .split(/\s+/)
    .slice(0, 5);
  while (words.length > 2 && termsOf(words.at(-1) ?? "").size === 0) words.pop();
  return words.join(" ").replace(/[,;]$/, "").toLowerCase().slice(0, 80);
}

/** The keyword cluster of a request: its own keyword or the topic's, with what the passages add. */
export function keywordClusterOf(topic: string, targetKeyword: string | undefined, chunks: readonly ContextChunk[]) {
  const primaryKeyword = targetKeyword?.trim() || keywordOf(topic);
  return { primaryKeyword, secondaryKeywords: secondaryKeywordsOf(primaryKeyword, topic, chunks) };
}
