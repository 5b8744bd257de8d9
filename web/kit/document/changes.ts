import { diffWordsWithSpace } from "diff";
import type { DiffHunk } from "#schema/blog.ts";
import { sectionsOf } from "./sections.ts";

/** What is compared of a version: parts by the name people see. */
export type Parts = Readonly<Record<string, string>>;

/** The sections of a document by their titles. */
export function partsOf({ body }: { body: string }): Parts {
  return Object.fromEntries(sectionsOf(body).map(({ title, text }) => [title || "Beginning", text]));
}

/** Word-level differences, part by part in the order of the later version, parts that are gone last; equal ones are left out. */
export function changesOf(before: Parts, after: Parts): DiffHunk[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((field) => {
    const [was, is] = [before[field] ?? "", after[field] ?? ""];
    if (was === is) return [];
    const parts = diffWordsWithSpace(was, is).map(({ added, removed, value }) => ({
      kind: added ? ("added" as const) : removed ? ("removed" as const) : ("same" as const),
      text: value,
    }));
    return [{ field, parts }];
  });
}
