import { describe, expect, it } from "vitest";
import { extractClaims, type SourceChunk } from "#core/run/claims.ts";

const text =
  "Prices\n\nThe basic plan costs $49 per month and includes 5 seats. Setup takes two days. Acme Roasters never charges for delivery within 40 miles of Alder Bay.";
const chunk: SourceChunk = {
  chunkId: "dsc_1",
  fileId: "dsf_1",
  text,
  startOffset: 1_000,
  endOffset: 1_000 + text.length,
  sha256: "",
};
const claims = (markdown: string) => extractClaims(markdown, [], [chunk]);
const support = (markdown: string) => claims(markdown).map((claim) => claim.support);

describe("extractClaims", () => {
  it("points at the source sentence by offsets into the file", () => {
    const markdown = "## Cost\n\nGood to know. The basic plan costs **$49** per month and includes 5 seats.";
    const [claim] = claims(markdown);
    expect(claim?.support).toBe("supported");
    expect(markdown.slice(claim?.startOffset, claim?.endOffset)).toBe(claim?.text);
    const [source] = claim?.sources ?? [];
    expect(text.slice((source?.startOffset ?? 0) - 1_000, (source?.endOffset ?? 0) - 1_000)).toBe(
      "The basic plan costs $49 per month and includes 5 seats.",
    );
  });

  it("does not support a number the source does not have", () => {
    expect(support("The basic plan costs $39 per month and includes 5 seats.")).toEqual(["unsupported"]);
    expect(support("The basic plan costs $49 per month and includes 15 seats.")).toEqual(["unsupported"]);
    expect(support("Setup takes 2 days.")).toEqual(["supported"]);
  });

  it("does not take the writer's citation for proof", () => {
    const markdown = "The premium plan has unlimited storage for everybody.";
    expect(extractClaims(markdown, [{ claim: markdown, chunkId: "dsc_1" }], [chunk])).toMatchObject([
      { support: "unsupported" },
    ]);
  });

  it("is not sure when a name or a negation differs", () => {
    expect(support("Acme Roasters charges for delivery within 40 miles of Alder Bay.")).toEqual(["weak"]);
    expect(support("In town Beta Roasters never charges for delivery within 40 miles of Alder Bay.")).toEqual(["weak"]);
  });

  it("skips headings, questions, advice, calls to action, code and tables", () => {
    const markdown =
      "## The best plan of 2026\n\nDoes it cost $49?\n\nAsk us before you decide. Contact our team today.\n\nTake your time with the choice.\n\n| a | 5 |\n|---|---|\n\n```\nprice = 9\n```";
    expect(claims(markdown)).toEqual([]);
  });

  it("sees superlatives, comparisons, dates and quotes", () => {
    const markdown =
      "The shop is the oldest in town. The new model is faster than the old one. It opened in March. The owner said “we never sleep before noon”.";
    expect(support(markdown)).toHaveLength(4);
  });
});
