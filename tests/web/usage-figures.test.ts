import { expect, test } from "vitest";
import type { UsageRow } from "#schema/usage.ts";
import { daysBetween } from "../../web/dashboard/features/usage/days.ts";
import { forecastOf, shareUsed } from "../../web/dashboard/features/usage/forecast.ts";

const balance = { monthly: 100, available: 60, topup: 10, reserved: 5, consumed: 50, effective: 55 };
const now = new Date("2026-11-20T00:00:00Z");

test("the forecast goes on at the pace of the last seven days until the reset", () => {
  const days = [
    { key: "2026-11-10", credits: 500 },
    { key: "2026-11-15", credits: 7 },
    { key: "2026-11-19", credits: 14 },
  ] as UsageRow[];
  const full = { ...balance, nextResetAt: "2026-11-30T00:00:00Z" };
  expect(forecastOf(full, days, now)).toBe(50 + 5 + 30);
  expect(forecastOf({ ...full, nextResetAt: "2026-11-19T00:00:00Z" }, days, now)).toBe(55);
});

test("what is used and reserved is measured against all credits of the period, as the warnings are", () => {
  expect(shareUsed({ ...balance, nextResetAt: "" })).toBe(50);
  expect(shareUsed({ ...balance, consumed: 0, available: 0, reserved: 0, nextResetAt: "" })).toBe(0);
});

test("days of a span are all there, the last hundred of a long one", () => {
  expect(daysBetween("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
  expect(daysBetween("2020-01-01", "2026-03-02")).toHaveLength(100);
});
