import { describe, expect, test } from "vitest";
import { blogsForEachTest, given, name, raw } from "./typesense-client.ts";

blogsForEachTest();

const search = async (more: object) => {
  const searches = [{ collection: name, q: "*", query_by: "title", ...more }];
  return (await raw("POST", "/multi_search", { body: JSON.stringify({ searches }) })).body;
};

describe.runIf(!given)("what the emulator does not do", () => {
  test.each<[string, object, number, string]>([
    ["vectors", { vector_query: "vec:([0.1, 0.2], k:10)" }, 400, "Field `vec` does not have a vector query index."],
    ["stop words", { stopwords: "common" }, 404, "Could not find the stopword set named `common`."],
    ["joins", { filter_by: "$authors(name:Ann)" }, 400, "Failed to join on `authors`: No reference field found."],
    ["conversations", { conversation: true }, 400, "`conversation_model_id` is needed if conversation is enabled."],
    ["facet ranges", { facet_by: "words(small:[0, 200])" }, 400, "Invalid facet param `small`."],
    [
      "weighted sorting",
      { sort_by: "_eval(featured:true):desc" },
      404,
      "Could not find a field named `_eval` in the schema for sorting.",
    ],
    ["pinned hits", { pinned_hits: "blg_1:1" }, 400, "Parameter `pinned_hits` is not supported by this server."],
    [
      "another relevance",
      { text_match_type: "max_weight" },
      400,
      "Parameter `text_match_type` is not supported by this server.",
    ],
    ["presets", { preset: "own" }, 400, "Parameter `preset` is not supported by this server."],
  ])("is refused: %s", async (_what, more, status, message) => {
    expect(await search(more)).toMatchObject({ results: [{ code: status, error: message }] });
  });

  test.each([
    ["GET", "/presets"],
    ["PUT", "/stopwords/common"],
    ["GET", "/synonym_sets"],
    ["POST", "/analytics/rules"],
    ["POST", "/operations/snapshot"],
    ["GET", "/conversations/models"],
    ["PUT", "/collections/x/overrides/y"],
  ])("is not found: %s %s", async (method, path) => {
    expect(await raw(method, path)).toMatchObject({ status: 404, body: { message: "Not Found" } });
  });

  test.each<[object, RegExp]>([
    [{ type: "geopoint" }, /invalid data type `geopoint`/],
    [{ type: "image" }, /invalid data type `image`/],
    [{ type: "float[]", num_dim: 4 }, /`num_dim`/],
    [{ type: "string", reference: "other.id" }, /`reference`/],
    [{ type: "float[]", embed: { from: ["a"] } }, /`embed`/],
    [{ type: "string", store: false }, /`store`/],
    [{ type: "string", stem: true }, /not supported for stem/],
    [{ type: "string", locale: "ja" }, /`locale` value/],
  ])("is no field: %j", async (field, message) => {
    const body = JSON.stringify({ name: "refused", fields: [{ name: "x", ...field }] });
    const answer = await raw("POST", "/collections", { body });
    expect([answer.status, (answer.body as { message: string }).message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  });
});
