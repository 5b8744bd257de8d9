import { diffWordsWithSpace } from "diff";
import type { DiffHunk } from "#schema/blog.ts";
import type { VersionDiff } from "#schema/changes.ts";
import { notFound } from "#schema/errors.ts";

/** Word-level differences of two texts, field by field in the order of the later one; equal fields are left out. */
export function changesOf(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): DiffHunk[] {
  return Object.entries(after).flatMap(([field, text]) => {
    const was = before[field] ?? "";
    if (was === text) return [];
    const parts = diffWordsWithSpace(was, text).map((part) => ({
      kind: part.added ? ("added" as const) : part.removed ? ("removed" as const) : ("same" as const),
      text: part.value,
    }));
    return [{ field, parts }];
  });
}

/**
 * What changed up to a version among all of its kind, newest first: since the one before it, or against another.
 * @throws request.not_found for a version that is not among them
 */
export function versionChanges<R extends { version: number }>(
  name: string,
  rows: readonly R[],
  texts: (row: R) => Record<string, string>,
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
    hunks: before ? changesOf(texts(before), texts(after)) : [],
  };
}
