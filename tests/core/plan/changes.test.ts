import { describe, expect, test } from "vitest";
import { changesOf, sectionsOf } from "#core/changes.ts";

describe("two versions of a document", () => {
  test("differ by section, each changed word marked; what is equal is left out, what is gone stands last", () => {
    const before = sectionsOf({ body: "## Gone\n\nOld.\n\n## Same\n\nAs ever.\n\n## Offers\n\nTwo lamps." });
    const after = sectionsOf({ body: "## Offers\n\nThree lamps.\n\n## Same\n\nAs ever.\n\n## New\n\nHere." });
    const hunks = changesOf(before, after);
    expect(hunks.map(({ field }) => field)).toEqual(["Offers", "New", "Gone"]);
    expect(hunks[0]?.parts).toEqual([
      { kind: "removed", text: "Two" },
      { kind: "added", text: "Three" },
      { kind: "same", text: " lamps." },
    ]);
    expect(hunks[2]?.parts).toEqual([{ kind: "removed", text: "Old." }]);
  });

  test("lose nothing: a heading that stands twice is one part, and what stands before the first has a name", () => {
    const parts = sectionsOf({ body: "# The file\n\nBefore.\n\n## Offers\n\nTwo.\n\n## Offers\n\nThree.\n\n## End" });
    expect(parts).toEqual({ Beginning: "Before.", Offers: "Two.\n\nThree.", End: "" });
  });
});
