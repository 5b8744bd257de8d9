import { expect, test } from "vitest";
import { type Piece, shift } from "#core/month/shift.ts";

const calendar = { workingDays: ["mon", "tue", "wed", "thu", "fri"], blackoutDates: ["2027-03-17"] };
const span = { first: "2027-03-01", last: "2027-04-30", calendar };
const piece = (id: string, dueOn: string, rest: Partial<Piece> = {}): Piece => ({
  ...{ id, ref: id.toUpperCase(), dueOn, publishOn: null, isOpen: true, dependsOn: [] },
  ...rest,
});
const brief = piece("brief", "2027-03-03");
const post = piece("post", "2027-03-08", { publishOn: "2027-03-15", dependsOn: ["brief"] });
const thread = piece("thread", "2027-03-15", { publishOn: "2027-03-22", dependsOn: ["post"] });
const all = [brief, post, thread];

test("a text that goes out later is drafted later, five working days before", () => {
  const { dates } = shift(post, "2027-03-12", all, span);
  expect([...(dates ?? [])]).toEqual([["post", { dueOn: "2027-03-05", publishOn: "2027-03-12" }]]);
});

test("what is made from it follows only where it would come too early, one after the other", () => {
  expect([...(shift(brief, "2027-03-08", all, span).dates ?? [])]).toHaveLength(1);
  expect([...(shift(brief, "2027-03-16", all, span).dates ?? [])]).toEqual([
    ["brief", { dueOn: "2027-03-16", publishOn: null }],
    ["post", { dueOn: "2027-03-16", publishOn: "2027-03-24" }],
    ["thread", { dueOn: "2027-03-16", publishOn: "2027-03-24" }],
  ]);
});

test("no day is given to work that is free, blacked out, outside of its months, or before what it is made from", () => {
  const why = (on: string, one = post) => shift(one, on, all, span).problem;
  expect(why("2027-03-13")).toContain("no working day");
  expect(why("2027-03-17")).toContain("no working day");
  expect(why("2027-05-03")).toContain("Fri 30 Apr");
  expect(why("2027-03-03")).toContain("made from BRIEF");
  expect(shift(brief, "2027-04-28", all, span).problem).toContain("POST is made from it");
});
