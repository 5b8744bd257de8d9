import { diffWordsWithSpace } from "diff";
import type { DiffPart } from "./diff-rows.ts";

/** What two texts have in common and what only one of them says, word by word. */
export function wordParts(before: string, after: string): DiffPart[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}
