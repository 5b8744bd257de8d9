import { expect, test } from "vitest";
import { numbersLeft, numbersMadeUp, sectionsIn } from "#core/report/document.ts";
import { paragraphsOf } from "#core/report/pdf.ts";
import { monthBefore, nameOf, spanOf } from "#core/report/period.ts";

const text = "## First\n\nThere were 1,204 visits, up 12.5 %.\n\n## Second\n\n- 3 pages\n- 45 posts";

test("a document falls into the parts that its headings make", () => {
  expect(sectionsIn(text)).toEqual([
    { title: "First", body: "There were 1,204 visits, up 12.5 %." },
    { title: "Second", body: "- 3 pages\n- 45 posts" },
  ]);
});

test("a number that is neither listed nor part of the period is found, whatever way it is written", () => {
  const used = [
    { name: "visits", value: 1204 },
    { name: "change", value: 12.5 },
  ];
  expect(numbersLeft(text, used, { known: "2026-05" })).toEqual(["45"]);
  expect(numbersLeft("In 2026 it was 45.", used, { known: "2026-05\n45" })).toEqual([]);
});

test("a listed number that nobody counted is found", () => {
  const figures = { chapters: [{ figures: [{ current: 1204, changePct: -12.5 }] }] };
  const used = [
    { name: "visits", value: 1204 },
    { name: "fall", value: 12.5 },
    { name: "orders", value: 7 },
  ];
  expect(numbersMadeUp(used, figures)).toEqual(["orders 7"]);
});

test("months have their days, and the one before January is of the year before", () => {
  expect(spanOf("2024-02")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  expect(monthBefore("2026-01-02")).toBe("2025-12");
  expect(nameOf("2026-05")).toBe("May 2026");
});

test("on paper a report has its contents, marked headings and plain words", () => {
  expect(paragraphsOf("## One\n\nSome **bold** words.\n\n- an item", "A company")).toEqual([
    ...["A company", "## Contents", "One", "## One", "Some bold words.", "• an item"],
  ]);
});
