import { diffWordsWithSpace } from "diff";
import type { DiffHunk } from "#schema/blog.ts";
import type { VersionDiff } from "#schema/changes.ts";
import { notFound } from "#schema/errors.ts";

/** What is compared of a version: texts by the name people see. */
type Parts = Readonly<Record<string, string>>;

/** Word-level differences, part by part in the order of the later one, parts that are gone last; equal ones are left out. */
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

/** A document by its second-level headings; its own title is left out, and a heading that stands twice is one part. */
export function sectionsOf({ body }: { body: string }): Parts {
  const parts: Record<string, string> = {};
  for (const [index, part] of body
    .replace(/^\s*# [^\n]*\n/, "")
    .split(/^## +/m)
    .entries()) {
    const [heading = "", ...lines] = part.split("\n");
    const title = (index > 0 && heading.trim()) || "Beginning";
    const text = (index > 0 ? lines.join("\n") : part).trim();
    if (index > 0 || text) parts[title] = parts[title] ? `${parts[title]}\n\n${text}` : text;
  }
  return parts;
}

/**
 * What changed up to a version among all of its kind, newest first: since the one before it, or against another.
 * @throws request.not_found for a version that is not among them
 */
export function versionChanges<R extends { version: number }>(
  name: string,
  rows: readonly R[],
  parts: (row: R) => Parts,
  { version, against }: { version: number; against?: number | undefined },
): VersionDiff {
  const find = (number: number): R => {
    const found = rows.find((row) => row.version === number);
    if (!found) throw notFound(name, String(number));
    return found;
  };
  const after = find(version);
  const before = against === undefined ? rows.find((row) => row.version < version) : find(against);
  return {
    version,
    against: before?.version ?? null,
    hunks: before ? changesOf(parts(before), parts(after)) : [],
  };
}
