import type { Element, ElementContent, Root, Text } from "hast";
import type { PlacedClaim } from "./place-claims.ts";

/**
 * Rehype plugin: wraps the text of each placed claim in `<mark data-claim="id">`; the last piece of a sentence also carries `data-last`,
 * where the reader's footnote button goes. Positions come from the Markdown parser, so formatting inside a sentence does no harm.
 */
export function rehypeClaims(options: { placed: readonly PlacedClaim[] }) {
  const ranges = options.placed.flatMap(({ claim, range }) => (range ? [{ id: claim.id, ...range }] : []));
  return (tree: Root): void => {
    if (ranges.length === 0) return;
    const last = new Map<string, Element>();
    wrapChildren(tree, ranges, last);
    for (const mark of last.values()) mark.properties["data-last"] = "true";
  };
}

interface Range {
  id: string;
  start: number;
  end: number;
}

function wrapChildren(parent: Root | Element, ranges: readonly Range[], last: Map<string, Element>): void {
  const children: Root["children"] = [];
  for (const child of parent.children) {
    if (child.type === "text") children.push(...split(child, ranges, last));
    else {
      if (child.type === "element" && child.tagName !== "pre") wrapChildren(child, ranges, last);
      children.push(child);
    }
  }
  parent.children = children as typeof parent.children;
}

function split(node: Text, ranges: readonly Range[], last: Map<string, Element>): ElementContent[] {
  const from = node.position?.start.offset;
  const to = node.position?.end.offset;
  if (from === undefined || to === undefined || node.value.trim() === "") return [node];
  const hits = ranges.filter((range) => range.start < to && range.end > from);
  if (hits.length === 0) return [node];
  const pieces: ElementContent[] = [];
  const place = (offset: number) => toValue(node.value, from, to, offset);
  let done = 0;
  for (const hit of hits) {
    const start = Math.max(done, place(hit.start));
    const end = place(hit.end);
    if (end <= start) continue;
    if (start > done) pieces.push({ type: "text", value: node.value.slice(done, start) });
    const value = node.value.slice(start, end);
    done = end;
    if (value.trim() === "") {
      pieces.push({ type: "text", value });
      continue;
    }
    const mark: Element = {
      type: "element",
      tagName: "mark",
      properties: { "data-claim": hit.id },
      children: [{ type: "text", value }],
    };
    last.set(hit.id, mark);
    pieces.push(mark);
  }
  if (done < node.value.length) pieces.push({ type: "text", value: node.value.slice(done) });
  return pieces;
}

/** Source offset -> index in the text. Escapes and entities make the source longer than the text; the difference is spread evenly. */
function toValue(value: string, from: number, to: number, offset: number): number {
  if (offset <= from) return 0;
  if (offset >= to) return value.length;
  const length = to - from;
  const index = length === value.length ? offset - from : Math.round(((offset - from) / length) * value.length);
  return length === value.length ? index : wordEdge(value, index);
}

function wordEdge(value: string, index: number): number {
  for (let step = 0; step < 12; step++) {
    if (/\s/.test(value.charAt(index + step)) || index + step >= value.length)
      return Math.min(index + step, value.length);
    if (/\s/.test(value.charAt(index - step))) return index - step;
  }
  return index;
}
