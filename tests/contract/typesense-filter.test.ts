import { describe, expect, test } from "vitest";
import { client, docsForAllTests, refusal } from "./typesense-client.ts";

const fields = [
  { name: "city", type: "string", facet: true, optional: true },
  { name: "line", type: "string" },
  { name: "tags", type: "string[]", facet: true },
  { name: "n", type: "int32", optional: true },
  { name: "big", type: "int64" },
  { name: "rate", type: "float" },
  { name: "sizes", type: "int32[]" },
  { name: "on", type: "bool" },
  { name: "flags", type: "bool[]" },
  { name: "hidden", type: "string", optional: true, index: false },
];
const base = { tags: [] as string[], sizes: [] as number[], flags: [] as boolean[], on: false, rate: 0, big: 0 };
const docs = [
  {
    ...base,
    id: "1",
    city: "New York",
    line: "the quick brown fox",
    n: 1,
    tags: ["red", "dark blue"],
    on: true,
    rate: 1.5,
  },
  { ...base, id: "2", city: "york", line: "brown quick dogs", n: -5, sizes: [1, 2], big: 5_000_000_000, rate: -0.25 },
  { ...base, id: "3", city: "New York City", line: "a (round) bracket && more", n: 10, tags: ["blue"], flags: [true] },
  { ...base, id: "4", line: "commas, and [others]", sizes: [10, 20], flags: [true, false], tags: ["red, green"] },
  { ...base, id: "5", city: "Zürich", line: "foxes", n: 2_147_483_647, on: true, rate: 1e3, tags: ["blue", "red"] },
];

const collection = docsForAllTests(fields, docs);

async function matching(filter_by: string): Promise<string> {
  const documents = client.collections<{ id: string }>(collection).documents();
  const { hits = [] } = await documents.search({ q: "*", query_by: "line", filter_by });
  return hits
    .map((hit) => hit.document.id)
    .sort()
    .join("");
}

describe("a filter on text", () => {
  test.each([
    ["city:=New York", "1"],
    ["city:= new york", "1"],
    ["city:=[New York, york]", "12"],
    ["city:York", "123"],
    ["city:york new", "13"],
    ['city:"york city"', "3"],
    ['city:"york new"', ""],
    ["city:!=New York", "2345"],
    ["city:!=[New York, york]", "345"],
    ["city:! york", "45"],
    ["city:=New*", "13"],
    ["city:Ne*", "13"],
    ["city:zurich", "5"],
    ["line:fox", "1"],
    ["line:fox*", "15"],
    ["line:=brown", ""],
    ["line:quick brown", "12"],
    ["tags:=blue", "35"],
    ["tags:blue", "135"],
    ["tags:=[red, blue]", "135"],
    ["tags:!=red", "234"],
    ["tags:=`red, green`", "4"],
    ["tags:=[`red, green`, dark blue]", "14"],
    ["line:=`a (round) bracket && more`", "3"],
    ["line:`(round)` && n:10", "3"],
    ["city:=nowhere", ""],
  ])("%s", async (filter, expected) => {
    expect(await matching(filter)).toBe(expected);
  });
});

describe("a filter on numbers", () => {
  test.each([
    ["n:1", "1"],
    ["n:=1", "1"],
    ["n:= -5", "2"],
    ["n:!=1", "2345"],
    ["n:>1", "35"],
    ["n:>=1", "135"],
    ["n:<1", "2"],
    ["n:<= 1", "12"],
    ["n:[-5..1]", "12"],
    ["n:-5..1", "12"],
    ["n:[1, 10]", "13"],
    ["n:[<0, 5..10]", "23"],
    ["n:!=[1, 10]", "245"],
    ["n:2147483647", "5"],
    ["big:5000000000", "2"],
    ["rate:1.5", "1"],
    ["rate:>-1 && rate:<0", "2"],
    ["rate:[1..2]", "1"],
    ["rate:>1e2", "5"],
    ["sizes:2", "2"],
    ["sizes:>2", "4"],
    ["sizes:[2..10]", "24"],
    ["sizes:!=2", "1345"],
  ])("%s", async (filter, expected) => {
    expect(await matching(filter)).toBe(expected);
  });
});

describe("a filter on bools and ids", () => {
  test.each([
    ["on:true", "15"],
    ["on:=false", "234"],
    ["on:!=true", "234"],
    ["on:[true, false]", "12345"],
    ["flags:true", "34"],
    ["flags:false", "4"],
    ["id:3", "3"],
    ["id:=[1, 5, 9]", "15"],
    ["id:!=[1, 5]", "234"],
    ["id:*", "12345"],
    ["id:=`2`", "2"],
  ])("%s", async (filter, expected) => {
    expect(await matching(filter)).toBe(expected);
  });
});

describe("a filter of several", () => {
  test.each([
    ["on:true && city:york", "1"],
    ["on:true || n:10", "135"],
    ["(on:true || n:10) && tags:=red", "15"],
    ["on:true || (n:10 && tags:=red)", "15"],
    ["((n:1) || ((n:10)))", "13"],
    ["n:1 || n:10 && tags:=blue", "3"],
    ["n:10 && tags:=red || n:1", "1"],
    ["on:true&&city:york||n:10", "13"],
    ["", "12345"],
  ])("%s", async (filter, expected) => {
    expect(await matching(filter)).toBe(expected);
  });
});

describe("a filter that cannot be read", () => {
  test.each([
    ["n", "Could not parse the filter query."],
    ["n:1 &&", "Could not parse the filter query: unbalanced `&&` operands."],
    ["|| n:1", "Could not parse the filter query: unbalanced `||` operands."],
    ["(n:1", "Could not parse the filter query: unbalanced parentheses."],
    ["n:1)", "Could not parse the filter query: unbalanced parentheses."],
    ["()", "Filter query cannot be empty."],
    ["nope:1", "Could not find a filter field named `nope` in the schema."],
    ["hidden:x", "Could not find a filter field named `hidden` in the schema."],
    ["n:many", "Error with filter field `n`: Numerical field has an invalid comparator."],
    ["n:1.5", "Error with filter field `n`: Not an int32."],
    ["n:>x", "Error with filter field `n`: Not an int32."],
    ["n:3000000000", "Error with filter field `n`: `3000000000` exceeds the range of an int32."],
    ["big:1..x", "Error with filter field `big`: Not an int64."],
    ["rate:>x", "Error with filter field `rate`: Not a float."],
    ["on:yes", "Value of filter field `on` must be `true` or `false`."],
    ["on:[true, yes]", "Values of filter field `on`: must be `true` or `false`."],
    ["city:=", "Error with filter field `city`: Filter value cannot be empty."],
    ["id:", "Error with filter field `id`: Filter value cannot be empty."],
  ])("%s is refused", async (filter, message) => {
    expect(await refusal(matching(filter))).toEqual([400, message]);
  });

  test("of more than a hundred operations is refused", async () => {
    const [status, message] = await refusal(matching(Array.from({ length: 60 }, () => "n:1").join(" || ")));
    expect([status, message]).toEqual([
      400,
      "`filter_by` has too many operations. Maximum allowed: 100. Use `--filter-by-max-ops` command line argument to customize this value.",
    ]);
  });
});
