import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indented, layered } from "#kit/month/layers.ts";
import { firstMonth, monthAfter, monthsToChoose, rowOf } from "#kit/month/months.ts";
import { columnsOf, dayOf, matching, weeksOf } from "#kit/month/work.ts";
import type { Month, MonthNode } from "#schema/month.ts";

const node = (id: string, dependsOn: string[] = [], rest: Partial<MonthNode> = {}): MonthNode => ({
  ...{
    id,
    ref: id,
    type: "blog_post",
    title: id,
    status: "pending",
    blockedReason: null,
    doer: "blog-writer",
    assignee: null,
    isYours: false,
  },
  ...{ dueAt: null, scheduledFor: null, goesOutOn: null, creditsCost: 0, pausedAt: null, dependsOn, ...rest },
});
const graph = fc
  .array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map((needs, at) => node(`n${at}`, [...new Set(needs.map((need) => `n${need}`))])));
const acyclic = graph.map((nodes) =>
  nodes.map((one, at) => ({ ...one, dependsOn: one.dependsOn.filter((id) => Number(id.slice(1)) < at) })),
);

describe("what waits for what", () => {
  test("each piece is drawn once, right of all it waits for, no two at one place", () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const placed = layered(nodes);
        expect(placed.map((one) => one.node.id).toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
        const column = new Map(placed.map((one) => [one.node.id, one.column]));
        for (const { id, dependsOn } of nodes)
          for (const need of dependsOn) expect(column.get(id)).toBeGreaterThan(column.get(need) ?? Infinity);
        expect(new Set(placed.map((one) => `${one.column}/${one.row}`)).size).toBe(placed.length);
      }),
    );
  });

  test("a circle and a piece of another month end neither the drawing nor the list", () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const ids = nodes.map(({ id }) => id).toSorted();
        expect(
          layered(nodes)
            .map((one) => one.node.id)
            .toSorted(),
        ).toEqual(ids);
        expect(
          indented(nodes)
            .map((one) => one.node.id)
            .toSorted(),
        ).toEqual(ids);
      }),
    );
  });

  test("as a list a piece stands under the last of what it waits for, and names the others", () => {
    const rows = indented([
      node("post", ["brief", "picture"]),
      node("brief", ["terms"]),
      node("picture"),
      node("terms"),
    ]);
    expect(rows.map(({ node: { id }, depth, others }) => [id, depth, others.map((other) => other.id)])).toEqual([
      ["picture", 0, []],
      ["post", 1, ["brief"]],
      ["terms", 0, []],
      ["brief", 1, []],
    ]);
  });
});

describe("a month of work", () => {
  test("its weeks go from Monday to Sunday and hold each of its days once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2040 }), fc.integer({ min: 1, max: 12 }), (year, number) => {
        const month = `${year}-${String(number).padStart(2, "0")}`;
        const weeks = weeksOf(month);
        expect(weeks.every((week) => week.length === 7 && new Date(week[0] ?? "").getUTCDay() === 1)).toBe(true);
        const own = weeks.flat().filter((day) => day.startsWith(month));
        expect(own.length).toBe(new Date(Date.UTC(year, number, 0)).getUTCDate());
        expect(weeks.every((week) => week.some((day) => day.startsWith(month)))).toBe(true);
      }),
    );
  });

  test("of a plan approved late is the next one", () => {
    expect(["2026-12-26T12:00", "2026-12-27T12:00", "2026-02-24T12:00"].map((at) => firstMonth(new Date(at)))).toEqual([
      "2026-12",
      "2027-01",
      "2026-03",
    ]);
  });

  test("stands on the day it goes out, else on the day it is due", () => {
    const dueAt = "2026-12-03T17:00:00.000Z";
    expect(dayOf({ dueAt, goesOutOn: "2026-12-10" })).toBe("2026-12-10");
    expect(dayOf({ dueAt, goesOutOn: null })).toBe("2026-12-03");
  });

  test("a board holds each piece once, and columns of rare states only when something is in them", () => {
    const nodes = [node("a"), node("b", [], { status: "failed" }), node("c")];
    expect(columnsOf(nodes).map(({ status, nodes: inside }) => [status, inside.length])).toEqual([
      ["pending", 2],
      ["in_progress", 0],
      ["awaiting_approval", 0],
      ["done", 0],
      ["failed", 1],
    ]);
  });

  test("filters hold together", () => {
    const nodes = [node("a"), node("b", [], { status: "done" }), node("c", [], { doer: "seo" })];
    const found = matching(nodes, { status: ["pending"], type: "blog_post", agent: "seo", mine: false });
    expect(found.map(({ id }) => id)).toEqual(["c"]);
  });

  test("a month that another plan took over is shown only where there is no other", () => {
    const row = (id: string, startsOn: string, status: Month["status"]) => ({ id, startsOn, status }) as Month;
    const rows = [
      row("new", "2026-11-01", "active"),
      row("old", "2026-11-01", "cancelled"),
      row("gone", "2026-10-01", "cancelled"),
    ];
    expect(rowOf(rows, "2026-11")?.id).toBe("new");
    expect(rowOf(rows.toReversed(), "2026-11")?.id).toBe("new");
    expect(rowOf(rows, "2026-10")?.id).toBe("gone");
    expect(rowOf(rows, "2026-12")).toBeNull();
    expect(monthsToChoose(rows, "2026-12")).toEqual(["2026-10", "2026-11", "2026-12", "2027-01"]);
    expect(monthAfter("2026-01", -1)).toBe("2025-12");
  });
});
