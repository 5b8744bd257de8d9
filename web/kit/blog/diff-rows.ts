import type { DiffHunk } from "#schema/blog.ts";

export type DiffPart = DiffHunk["parts"][number];

/** One line of a comparison: what the old side and the new side show beside each other. */
export interface DiffRow {
  left: DiffPart[];
  right: DiffPart[];
  changed: boolean;
}

/** Cuts the parts of one field into rows at the line breaks both versions share, so that equal paragraphs stand level. */
export function diffRows(parts: readonly DiffPart[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let row: DiffRow = { left: [], right: [], changed: false };
  const close = () => {
    if (row.left.length + row.right.length > 0) rows.push(row);
    row = { left: [], right: [], changed: false };
  };
  for (const part of parts) {
    if (part.kind !== "same") {
      row.changed = true;
      (part.kind === "removed" ? row.left : row.right).push(part);
      continue;
    }
    for (const [index, line] of part.text.split(/\n+/).entries()) {
      if (index > 0) close();
      if (line === "") continue;
      row.left.push({ kind: "same", text: line });
      row.right.push({ kind: "same", text: line });
    }
  }
  close();
  return rows;
}

/** A run of rows to show, or a count of unchanged rows folded away. */
export type DiffSection =
  | { kind: "rows"; rows: DiffRow[]; first: number }
  | { kind: "folded"; rows: DiffRow[]; first: number };

/** Folds stretches of unchanged rows that lie further than `context` rows from a change. */
export function foldRows(rows: readonly DiffRow[], context = 1): DiffSection[] {
  const near = rows.map((_, at) => rows.slice(Math.max(0, at - context), at + context + 1).some((row) => row.changed));
  const sections: DiffSection[] = [];
  for (const [at, row] of rows.entries()) {
    const kind = near[at] ? "rows" : "folded";
    const open = sections.at(-1);
    if (open?.kind === kind) open.rows.push(row);
    else sections.push({ kind, rows: [row], first: at });
  }
  return sections;
}

/** Words added and removed over all fields. */
export function countWords(hunks: readonly DiffHunk[]): { added: number; removed: number } {
  const words = (kind: DiffPart["kind"]) =>
    hunks
      .flatMap((hunk) => hunk.parts)
      .filter((part) => part.kind === kind)
      .reduce((sum, part) => sum + (part.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);
  return { added: words("added"), removed: words("removed") };
}
