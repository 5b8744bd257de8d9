import { expect, test } from "vitest";
import { dueAt } from "#core/routine/due.ts";

const names = (at: string, zone: string) => dueAt(new Date(at), zone).map(({ name, period }) => `${name} ${period}`);

test("regular work comes round at its hour where the client is, and stays due for some days", () => {
  expect(names("2027-02-28T11:59:00Z", "Pacific/Kiritimati")).toEqual([]);
  expect(names("2027-02-28T12:00:00Z", "Pacific/Kiritimati")).toEqual(["keyword_research 2027-03"]);
  expect(names("2027-03-03T09:00:00Z", "UTC")).toEqual([
    "keyword_research 2027-03",
    "site_audit 2027-03",
    "gbp_posts 2027-03",
    "backlink_research 2027-03",
    "content_audit 2027-03",
  ]);
  expect(names("2027-03-08T02:00:00Z", "UTC")).not.toContain("keyword_research 2027-03");
  expect(names("2027-03-20T12:00:00Z", "UTC")).toEqual([]);
});

test("a week begins on Monday, also where it is Monday first", () => {
  expect(names("2027-03-14T13:59:00Z", "Pacific/Kiritimati")).toEqual([]);
  expect(names("2027-03-14T14:00:00Z", "Pacific/Kiritimati")).toEqual(["listings 2027-03-15"]);
  expect(names("2027-03-14T14:00:00Z", "UTC")).toEqual([]);
  expect(names("2027-03-17T05:00:00Z", "UTC")).toEqual([]);
});
