/** Markdown of about this many bytes: headings, paragraphs and lists over a vocabulary with few common and many rare words. */
export function markdown(bytes: number, seed: number): string {
  const random = randomizer(seed);
  const parts: string[] = [];
  let length = 0;
  for (let section = 1; length < bytes; section++) {
    const part = `## ${words(random, 4)} ${section}\n\n${paragraphs(random).join("\n\n")}\n\n`;
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

function paragraphs(random: () => number): string[] {
  const list = `- ${sentence(random)}\n- ${sentence(random)}\n- ${sentence(random)}`;
  return [...Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => sentence(random)).join(" ")), list];
}

function sentence(random: () => number): string {
  return `${words(random, 8 + Math.floor(random() * 12))}.`;
}

/** So many words of the vocabulary, the first in a capital. */
export function words(random: () => number, count: number): string {
  const text = Array.from({ length: count }, () => vocabulary[Math.floor(random() ** 3 * vocabulary.length)]).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const syllables =
  "ba con der el fi gra hol in jun ka lor men na or pla qui ros ta un ver wil yor zen the ing tion er ly".split(" ");
const vocabulary = Array.from({ length: 6_000 }, (_, index) => {
  const at = (shift: number) => syllables[Math.floor(index / syllables.length ** shift) % syllables.length] ?? "";
  return at(0) + at(1) + (index % 3 === 0 ? at(2) : "");
});

/** Numbers from 0 to below 1, the same on every machine (Mulberry32). */
export function randomizer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
