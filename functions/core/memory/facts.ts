import { fold, isStopWord, wordsOf } from "#core/dataset/terms.ts";
import { numbersIn, spokenNumbersIn } from "#core/run/numbers.ts";
import type { Alignment, Sentence } from "./align.ts";
import { excerpt, type Finding } from "./finding.ts";

/** Where more words than this are capitalised inside sentences, the language does so with every noun. */
const namesShareMax = 0.2;

/** Numbers and names that an edit put right, or added to a sentence that stayed. */
export function factsOf({ changed, added }: Alignment, before: string, { grew }: { grew: boolean }): Finding[] {
  const named = namesTell(before);
  const known = new Set(wordsOf(before).map(fold));
  const corrected = changed.flatMap((pair) => {
    const numbers = turned(figuresIn(pair.before.text), figuresIn(pair.after.text));
    const names = named ? turned(namesIn(pair.before), namesIn(pair.after)) : { lost: [], gained: [] };
    const isNamed = names.gained.some((name) => names.lost.length > 0 || !known.has(name));
    const lost = [...numbers.lost, ...(isNamed ? names.lost : [])];
    const gained = [...numbers.gained, ...(isNamed ? names.gained : [])];
    if (lost.length + gained.length === 0) return [];
    const text = `“${excerpt(pair.before.text)}” was corrected to “${excerpt(pair.after.text)}”`;
    return [{ kind: "fact" as const, point: `fact:${lost.join(" ")}>${gained.join(" ")}`, text }];
  });
  const figures = figuresIn(before);
  const supplied = grew
    ? []
    : added
        .filter(({ text }) => [...figuresIn(text)].some((figure) => !figures.has(figure)))
        .map(({ text }) => ({
          kind: "fact" as const,
          point: `fact:>${[...figuresIn(text)].join(" ")}`,
          text: `A fact was added: “${excerpt(text)}”`,
        }));
  return [...corrected, ...supplied];
}

/** Names that a sentence holds: capitalised words after the first one. Headings tell nothing, and neither do single letters. */
export function namesIn({ text, kind }: Sentence): Set<string> {
  if (kind === "heading") return new Set();
  const words = wordsOf(text).slice(1);
  return new Set(words.filter((word) => /^\p{Lu}.*\p{L}/u.test(word) && !isStopWord(word)).map(fold));
}

function namesTell(text: string): boolean {
  const words = wordsOf(text);
  return words.filter((word) => /^\p{Lu}/u.test(word)).length <= words.length * namesShareMax;
}

function figuresIn(text: string): Set<string> {
  return new Set([...numbersIn(text), ...spokenNumbersIn(text)]);
}

function turned(before: ReadonlySet<string>, after: ReadonlySet<string>): { lost: string[]; gained: string[] } {
  return {
    lost: [...before].filter((item) => !after.has(item)),
    gained: [...after].filter((item) => !before.has(item)),
  };
}
