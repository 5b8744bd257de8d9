import { describe, expect, test } from "vitest";
import { client, docsForAllTests, refusal } from "./typesense-client.ts";

const fields = [
  { name: "title", type: "string", infix: true },
  { name: "body", type: "string", optional: true },
  { name: "tags", type: "string[]", optional: true },
  { name: "rank", type: "int32" },
  { name: "secret", type: "string", optional: true, index: false },
];
const docs = [
  { id: "1", title: "Coffee roasting basics", body: "Learn to roast beans at home", rank: 1 },
  { id: "2", title: "Tea", body: "Coffee is not tea", tags: ["green leaf", "hot drink"], rank: 2 },
  { id: "3", title: "The roasted bean company", rank: 3, tags: ["coffee"] },
  { id: "4", title: "C++ & Node.js, part one", rank: 4 },
  { id: "5", title: "Straße nach Łódź", rank: 5 },
  { id: "6", title: "Marketing automation platform", body: "automate your marketing", rank: 6 },
];
const collection = docsForAllTests(fields, docs, { default_sorting_field: "rank" });

async function found(q: string, more: object = {}): Promise<string> {
  const documents = client.collections<{ id: string }>(collection).documents();
  const { hits = [] } = await documents.search({ q, query_by: "title", ...more });
  return hits.map((hit) => hit.document.id).join("");
}

describe("words", () => {
  test.each<[string, string, object, string]>([
    ["are found in any letter case", "COFFEE", {}, "1"],
    ["are found without their accents", "strasse lodz", {}, "5"],
    ["are found without their symbols", "nodejs", {}, "4"],
    ["are all wanted", "coffee basics", {}, "1"],
    ["may stand in different fields", "basics beans", { query_by: "title,body" }, "1"],
    ["are found in lists", "leaf", { query_by: "tags" }, "2"],
    ["are found in each field that fits a pattern", "coffee", { query_by: "t*" }, "31"],
    ["in a heavier field come first", "coffee", { query_by: "body,title", query_by_weights: "1,9" }, "12"],
    ["in the field named first come first", "coffee", { query_by: "body,title" }, "21"],
    ["that are unfinished are found", "autom", {}, "6"],
    [
      "that are unfinished are only taken for it at the end",
      "roas company",
      { num_typos: 0, drop_tokens_threshold: 0 },
      "",
    ],
    ["that are unfinished stay so without prefix", "autom", { prefix: "false" }, ""],
    [
      "are taken for a beginning in one field",
      "lear",
      { query_by: "title,body", prefix: "false,true", num_typos: 0 },
      "1",
    ],
    ["are not taken for it in another", "lear", { query_by: "title,body", prefix: "true,false", num_typos: 0 }, ""],
    ["are asked for as a phrase", '"roasted bean"', {}, "3"],
    ["of a phrase stand in order", '"bean roasted"', {}, ""],
    ["after a minus are not wanted", "coffee -tea", { query_by: "title,body" }, "1"],
    ["after a minus alone leave the rest", "-coffee -marketing", {}, "5432"],
    ["of a phrase after a minus are not wanted", 'roasted -"bean company"', { num_typos: 0 }, ""],
  ])("%s", async (_what, q, more, expected) => {
    expect(await found(q, more)).toBe(expected);
  });
});

describe("typing errors", () => {
  test.each<[string, string, object, string]>([
    ["one letter wrong", "coffie", {}, "1"],
    ["one letter missing", "cofee", {}, "1"],
    ["one letter too many", "cofffee", {}, "1"],
    ["two letters exchanged", "cofefe", {}, "1"],
    ["two in a long word", "markitting", {}, "6"],
    ["none when there are to be none", "coffie", { num_typos: 0 }, ""],
    ["no second one when there is to be one", "markitting", { num_typos: 1, prefix: "false" }, ""],
    ["none in a short word", "tae", { min_len_1typo: 4 }, ""],
    ["one in a short word when asked", "taa", { min_len_1typo: 3, prefix: "false" }, "2"],
    ["not two in a word too short for two", "cofie", { min_len_2typo: 7, prefix: "false" }, ""],
    ["as each field allows", "coffie", { query_by: "title,body", num_typos: "0,2" }, "2"],
    ["in a beginning", "markit", {}, "6"],
    ["none while enough is found without", "bean", { query_by: "title,body", prefix: "false" }, "3"],
    [
      "more while too little is found without",
      "bean",
      { query_by: "title,body", prefix: "false", typo_tokens_threshold: 5 },
      "31",
    ],
    ["none with a threshold of nothing", "coffie", { typo_tokens_threshold: 0 }, ""],
  ])("%s", async (_what, q, more, expected) => {
    expect(await found(q, more)).toBe(expected);
  });
});

describe("words that nothing holds", () => {
  test.each<[string, string, object, string]>([
    ["are left out from the end", "coffee unheard", {}, "1"],
    ["are left out from the beginning when asked", "unheard tea", { drop_tokens_mode: "left_to_right" }, "2"],
    ["are kept from the beginning otherwise", "unheard tea", {}, ""],
    ["are left out from both sides of a short query", "unheard tea", { drop_tokens_mode: "both_sides:3" }, "2"],
    ["are kept when all are wanted", "coffee unheard", { drop_tokens_threshold: 0 }, ""],
    ["are left out until enough is found", "coffee basics", { query_by: "title,body", drop_tokens_threshold: 2 }, "12"],
  ])("%s", async (_what, q, more, expected) => {
    expect(await found(q, more)).toBe(expected);
  });
});

describe("the middle of a word", () => {
  test.each<[string, object, string]>([
    ["off", {}, ""],
    ["fallback", { infix: "fallback" }, "6"],
    ["always", { infix: "always" }, "6"],
    ["fallback,off", { query_by: "title,body", infix: "fallback,off" }, "6"],
  ])("with infix=%s", async (_what, more, expected) => {
    expect(await found("keti", { num_typos: 0, ...more })).toBe(expected);
  });

  test("is searched beside the rest when always, and only instead of nothing as a fallback", async () => {
    expect(await found("tea", { infix: "fallback", num_typos: 0 })).toBe("2");
    expect(await found("roast", { infix: "always", num_typos: 0 })).toBe("31");
  });
});

describe("a search", () => {
  test.each<[string, object, number, string]>([
    ["no fields", { query_by: "" }, 400, "No search fields specified for the query."],
    ["a field that is not there", { query_by: "nope" }, 404, "Could not find a field named `nope` in the schema."],
    [
      "a pattern nothing fits",
      { query_by: "zz*" },
      404,
      "No string or string array field found matching the pattern `zz*` in the schema.",
    ],
    ["a field of numbers", { query_by: "rank" }, 400, "Field `rank` should be a string or a string array."],
    ["the id", { query_by: "id" }, 400, "Cannot use `id` as a query by field."],
    [
      "a field outside the index",
      { query_by: "secret" },
      400,
      "Field `secret` is marked as a non-indexed field in the schema.",
    ],
    [
      "too few weights",
      { query_by: "title,body", query_by_weights: "1" },
      400,
      "Number of weights in `query_by_weights` does not match number of `query_by` fields.",
    ],
    [
      "too many typos",
      { num_typos: "1,2,2" },
      400,
      "Number of values in `num_typos` does not match number of `query_by` fields.",
    ],
    [
      "too many prefixes",
      { prefix: "true,false" },
      400,
      "Number of prefix values in `prefix` does not match number of `query_by` fields.",
    ],
    [
      "too many infixes",
      { infix: "off,always" },
      400,
      "Number of infix values in `infix` does not match number of `query_by` fields.",
    ],
    ["a page that is a word", { page: "two" }, 400, "Parameter `page` must be an unsigned integer."],
    ["a length below nothing", { per_page: -1 }, 400, "Parameter `per_page` must be an unsigned integer."],
    ["a page too long", { per_page: 251 }, 422, "Only upto 250 hits can be fetched per page."],
    ["another way to drop words", { drop_tokens_mode: "inside_out" }, 400, "Invalid format for drop tokens mode."],
  ])("with %s is refused", async (_what, more, status, message) => {
    expect(await refusal(found("x", more))).toEqual([status, message]);
  });

  test("tells why a hit is as relevant as it is", async () => {
    const documents = client.collections(collection).documents();
    const { hits = [] } = await documents.search({ q: "coffee unheard", query_by: "title,body" });
    expect(hits[0]?.text_match).toBeGreaterThan(hits[1]?.text_match ?? 0);
    expect(hits[0]?.text_match_info).toMatchObject({
      fields_matched: 1,
      num_tokens_dropped: 1,
      score: expect.stringMatching(/^\d+$/),
      tokens_matched: 1,
    });
  });
});
