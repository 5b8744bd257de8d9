import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleFile, type Piece } from "#core/dataset/blocks.ts";
import { chunkFile } from "#core/dataset/chunk.ts";

const count = (text: string) => Math.ceil(text.length / 4);
const options = { tokens: 120, overlapPct: 12 };

function file(pieces: Piece[]) {
  return assembleFile({ pieces, pages: 1 });
}
const long = (topic: string, sentences: number) =>
  Array.from(
    { length: sentences },
    (_, index) => `Sentence ${index} tells something about ${topic} in plain words.`,
  ).join(" ");

describe("chunkFile", () => {
  it("follows headings and keeps their path", () => {
    const chunks = chunkFile(
      file([
        { kind: "heading", level: 1, lines: ["Guide"] },
        { kind: "paragraph", lines: [long("guides", 6)] },
        { kind: "heading", level: 2, lines: ["Costs"] },
        { kind: "paragraph", lines: [long("costs", 20)] },
      ]),
      options,
      count,
    );
    expect(new Set(chunks.map((chunk) => chunk.headingPath))).toEqual(new Set(["Guide", "Guide > Costs"]));
    expect(chunks.find((chunk) => chunk.headingPath === "Guide")?.text).not.toContain("about costs");
  });

  it("overlaps whole sentences inside a section and nothing across sections or table rows", () => {
    const rows = Array.from({ length: 60 }, (_, index) => `Row ${index} | value ${index}`);
    const parsed = file([
      { kind: "heading", level: 1, lines: ["Text"] },
      { kind: "paragraph", lines: [long("overlap", 30)] },
      { kind: "heading", level: 1, lines: ["Table"] },
      { kind: "table", lines: rows },
    ]);
    const chunks = chunkFile(parsed, options, count);
    const text = chunks.filter((chunk) => chunk.headingPath === "Text");
    const [first, second] = text;
    expect(second?.startOffset).toBeLessThan(first?.endOffset ?? 0);
    for (const chunk of text.slice(1)) expect(chunk.text).toMatch(/^Sentence \d+/);
    const table = chunks.filter((chunk) => chunk.headingPath === "Table");
    const lines = table.flatMap((chunk) => chunk.text.split("\n")).filter((line) => line.startsWith("Row"));
    expect(lines).toEqual(rows);
  });

  it("joins crumbs to a neighbour", () => {
    const chunks = chunkFile(
      file([
        { kind: "heading", level: 1, lines: ["A"] },
        { kind: "heading", level: 2, lines: ["B"] },
        { kind: "paragraph", lines: [long("joining", 8)] },
        { kind: "heading", level: 2, lines: ["C"] },
        { kind: "paragraph", lines: ["Tiny."] },
      ]),
      options,
      count,
    );
    expect(chunks).toHaveLength(1);
  });

  it("always cuts exact slices that cover every word, within the limit", () => {
    const piece: fc.Arbitrary<Piece> = fc.record({
      kind: fc.constantFrom("heading", "paragraph", "list", "table"),
      level: fc.integer({ min: 1, max: 4 }),
      lines: fc.array(
        fc.oneof(
          fc.string({ unit: "grapheme", maxLength: 80 }),
          fc.lorem({ maxCount: 30, mode: "sentences" }),
          fc.constant("x".repeat(900)),
        ),
        { minLength: 1, maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parsed = file(pieces);
        const chunks = chunkFile(parsed, options, count);
        let covered = 0;
        for (const chunk of chunks) {
          expect(parsed.text.slice(chunk.startOffset, chunk.endOffset)).toBe(chunk.text);
          expect(parsed.text.slice(covered, Math.max(covered, chunk.startOffset)).trim()).toBe("");
          expect(chunk.tokens).toBe(count(chunk.text));
          expect(chunk.tokens).toBeLessThanOrEqual(options.tokens * 1.15 + 80);
          covered = Math.max(covered, chunk.endOffset);
        }
        expect(parsed.text.slice(covered).trim()).toBe("");
        expect(chunkFile(parsed, options, count)).toEqual(chunks);
      }),
      { numRuns: 150 },
    );
  });
});
