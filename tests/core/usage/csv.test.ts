import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "#core/csv.ts";

test("no cell of a table begins as a formula, whatever it holds, and each line is one line", () => {
  const start = fc.constantFrom("", "=", "+", "-", "@", "\t", "\r", " =", "\u200B=", "＝", "\n@");
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(start, fc.string()).map((parts) => parts.join("")),
        { minLength: 1 },
      ),
      (cells) => {
        const read = cellsOf(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        for (const [at, cell] of read.entries()) {
          expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@\t\r＝＋－＠]/u);
          expect([cells[at], `'${cells[at]}`]).toContain(cell);
        }
      },
    ),
  );
  expect(csvLine(["a", -5, "b;c"])).toBe('a,-5,"b;c"\r\n');
});

// The cells of one line, read by the rules of RFC 4180.
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/gy;
  for (let found = pattern.exec(line); found; found = pattern.exec(line)) {
    cells.push(found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll('""', '"'));
    if (found[3] === "\r\n") break;
  }
  return cells;
}
