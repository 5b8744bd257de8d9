import { describe, expect, test } from "vitest";
import { type CalendarTerms, spread, summaryOf } from "#core/social/spread.ts";
import { lengthOn } from "#schema/social-wording.ts";

const terms: CalendarTerms = {
  month: "2026-06",
  startsOn: "2026-06-03",
  volumeTargets: { instagram: 12, linkedin: 6, x: 2 },
  constraints: {
    promotionalCapPct: 10,
    blackoutDates: ["2026-06-10", "2026-06-11"],
    pinnedDates: [{ date: "2026-06-21", event: "Midsummer" }],
  },
};

describe("a month by rule", () => {
  const places = spread(terms);
  const summary = summaryOf(places);

  test("has the wanted posts, no more promotion than allowed, and kinds that take turns", () => {
    expect(summary.byPlatform).toEqual({ instagram: 12, linkedin: 6, x: 2 });
    expect(summary.promotionalPct).toBeLessThanOrEqual(10);
    expect(summary.varietyWarnings).toEqual([]);
  });

  test("uses pinned dates, keeps off closed ones and begins no earlier than it may", () => {
    expect(places.some(({ date, pinnedEvent }) => date === "2026-06-21" && pinnedEvent === "Midsummer")).toBe(true);
    expect(places.every(({ date }) => date >= "2026-06-03" && date <= "2026-06-30")).toBe(true);
    expect(places.filter(({ date }) => terms.constraints.blackoutDates.includes(date))).toEqual([]);
  });

  test("has nothing where no day is open", () => {
    expect(spread({ ...terms, startsOn: "2026-07-01" })).toEqual([]);
  });
});

test("X counts a link as 23, wide characters twice, and hashtags too; elsewhere only the text counts", () => {
  expect(lengthOn("x", `Look ${"https://example.com/".padEnd(80, "a")}`, [])).toBe(5 + 23);
  expect(lengthOn("x", "日本", ["oak"])).toBe(4 + 1 + 4);
  expect(lengthOn("linkedin", "日本", ["oak"])).toBe(2);
});
