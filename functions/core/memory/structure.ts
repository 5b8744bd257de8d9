import { fold, jaccard, termsOf } from "#core/dataset/terms.ts";
import { type ProseLine, plainOf, proseOf } from "#core/run/prose.ts";
import { excerpt, type Finding } from "./finding.ts";

/** What an edit did to headings, to the order of what stands there, to lists and paragraphs. */
export function structureOf(before: string, after: string, { kept }: { kept: boolean }): Finding[] {
  const [old, fresh] = [proseOf(before), proseOf(after)];
  const [from, to] = [headingsOf(old), headingsOf(fresh)];
  const gone = from.filter((heading) => !to.includes(heading));
  const come = to.filter((heading) => !from.includes(heading));
  const renamed = renames(gone, come, from, to);
  const found = [
    ...come
      .filter((heading) => !renamed.has(heading))
      .map((heading) => of(`add:${fold(heading)}`, `The section “${excerpt(heading, 80)}” was added`)),
    ...gone
      .filter((heading) => !renamed.has(heading))
      .map((heading) => of(`remove:${fold(heading)}`, `The section “${excerpt(heading, 80)}” was taken out`)),
  ];
  if (isMoved(from, to)) found.push(of("order", `Sections were put in another order: ${excerpt(to.join(", "), 160)}`));
  else if (isMoved(paragraphsOf(old), paragraphsOf(fresh)))
    found.push(of("order", "Paragraphs were put in another order"));
  const [items, itemsNow] = [countOf(old, "item"), countOf(fresh, "item")];
  if (items < 2 && itemsNow >= items + 3) found.push(of("list", "Running text was made a list"));
  if (itemsNow < 2 && items >= itemsNow + 3) found.push(of("prose", "A list was made running text"));
  const [paragraphs, paragraphsNow] = [countOf(old, "paragraph"), countOf(fresh, "paragraph")];
  if (kept && items === itemsNow && paragraphsNow >= paragraphs * 1.4 && paragraphsNow >= paragraphs + 2)
    found.push(of("paragraphs", "Long paragraphs were split"));
  return found;
}

function of(point: string, text: string): Finding {
  return { kind: "structure", point: `structure:${point}`, text };
}

function headingsOf(lines: readonly ProseLine[]): string[] {
  return lines.filter(({ kind }) => kind === "heading").map(({ text }) => plainOf(text).trim());
}

function paragraphsOf(lines: readonly ProseLine[]): string[] {
  return lines.filter(({ kind }) => kind !== "heading").map(({ text }) => plainOf(text));
}

function countOf(lines: readonly ProseLine[], kind: ProseLine["kind"]): number {
  return lines.filter((line) => line.kind === kind).length;
}

// A heading in the place of one that is gone, or one of much the same words, is the same section by another name.
function renames(gone: readonly string[], come: readonly string[], from: string[], to: string[]): Set<string> {
  const renamed = new Set<string>();
  for (const heading of gone) {
    const isPlace = from.length === to.length;
    const other = come.find(
      (candidate) =>
        !renamed.has(candidate) &&
        ((isPlace && from.indexOf(heading) === to.indexOf(candidate)) ||
          jaccard(new Set(termsOf(heading).keys()), new Set(termsOf(candidate).keys())) >= 0.5),
    );
    if (other) renamed.add(heading).add(other);
  }
  return renamed;
}

function isMoved(before: readonly string[], after: readonly string[]): boolean {
  const common = before.filter((item) => after.includes(item));
  return common.join("\n") !== after.filter((item) => before.includes(item)).join("\n");
}
