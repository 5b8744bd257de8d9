import { describe, expect, test } from "vitest";
import { sectionsOf } from "#kit/document/sections.ts";
import { stagesOf } from "#kit/document/stage-words.ts";
import { forecastOf, isOnTrack, shareOf, timeGone } from "#kit/goal/progress.ts";
import { StrategyStatus } from "#schema/strategy.ts";

describe("a long document", () => {
  test("is cut at its second-level headings, nothing but its own title is lost, and every place has a name of its own", () => {
    const sections = sectionsOf(
      "# The file\n\nBefore.\n\n## Offers\n\n### Lamps\n\nTwo.\n\n## Offers\n\nThree.\n\n## End",
    );
    expect(sections).toEqual([
      { title: "", anchor: "start", text: "Before." },
      { title: "Offers", anchor: "offers", text: "### Lamps\n\nTwo." },
      { title: "Offers", anchor: "offers-2", text: "Three." },
      { title: "End", anchor: "end", text: "" },
    ]);
  });
});

describe("the review of a strategy", () => {
  test("says of each stage whether it decided, decides now, or comes later", () => {
    const words = (status: string, stage: "dm" | "client" | null) =>
      stagesOf(status, stage).map(({ who, word }) => `${who}: ${word}`);
    expect(words("pending_review", "dm")).toEqual(["Agency: Decides now", "You: After the agency"]);
    expect(words("pending_review", "client")).toEqual(["Agency: Approved", "You: Decides now"]);
    expect(words("approved", null)).toEqual(["Agency: Approved", "You: Approved"]);
    const silent = StrategyStatus.options.filter((status) => words(status, null).length === 0);
    expect(silent).toEqual(["draft", "rejected", "archived"]);
  });
});

describe("a goal", () => {
  const goal = {
    ...{ id: "goa_1", title: "More orders", metric: "orders", unit: "orders", direction: "up" as const },
    ...{ baselineValue: 100, currentValue: 130, targetValue: 200, status: "active" as const },
    ...{ startsOn: "2026-01-01", dueOn: "2026-07-01" },
  };
  const half = Date.parse("2026-04-01T12:00:00Z");

  test("has gone the part of its way between baseline and target, whichever direction that is", () => {
    expect(shareOf(goal)).toBeCloseTo(0.3);
    expect(shareOf({ ...goal, direction: "down", baselineValue: 50, currentValue: 40, targetValue: 30 })).toBeCloseTo(
      0.5,
    );
    expect(shareOf({ ...goal, currentValue: 90 })).toBe(0);
    expect(shareOf({ ...goal, currentValue: 500 })).toBe(1);
    expect(shareOf({ ...goal, currentValue: null })).toBe(0);
  });

  test("is on track while it is no more than a tenth behind its time, and ends where its pace leads", () => {
    expect(timeGone(goal, half)).toBeCloseTo(0.5);
    expect(isOnTrack(goal, half)).toBe(false);
    expect(isOnTrack({ ...goal, currentValue: 141 }, half)).toBe(true);
    expect(forecastOf(goal, half)).toBeCloseTo(160);
    expect(forecastOf(goal, Date.parse("2026-01-05"))).toBeNull();
  });
});
