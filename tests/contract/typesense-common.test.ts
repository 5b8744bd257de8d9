import { expect, test } from "vitest";
import { client, docsForAllTests } from "./typesense-client.ts";

const fields = [
  { name: "tenantId", type: "string", facet: true },
  { name: "tags", type: "string[]", facet: true },
  { name: "title", type: "string" },
];
const docs = Array.from({ length: 600 }, (_, at) => ({
  id: String(at),
  tenantId: at % 100 === 7 ? "few" : "many",
  tags: at % 2 === 0 ? ["even", "any"] : ["any"],
  title: `report ${at % 150 === 7 ? "harvest" : "season"} number${at}`,
}));
const collection = docsForAllTests(fields, docs);

// Ways through the index differ with how common words and filtered values are; what is found does not.
test.each([
  ["a common word and a rare one", "report harvest", "", (at: number) => at % 150 === 7],
  ["the same the other way round", "harvest report", "", (at: number) => at % 150 === 7],
  ["with a typo in the rare one", "report harbest", "", (at: number) => at % 150 === 7],
  ["common words under a narrow filter", "report number", "tenantId:=few", (at: number) => at % 100 === 7],
  ["a rare word under a narrow filter", "harvest", "tenantId:=few", (at: number) => at === 7 || at === 307],
  ["a common word under a wide filter", "season", "tags:=[even, any]", (at: number) => at % 150 !== 7],
  ["a word under two filters", "report", "tags:=even && tenantId:=many", (at: number) => at % 2 === 0],
])("%s", async (_, q, filter_by, expected) => {
  const documents = client.collections<{ id: string }>(collection).documents();
  const asked = { q, query_by: "title", filter_by, facet_by: "tenantId", per_page: 250 };
  const { found, hits = [], facet_counts = [] } = await documents.search(asked);
  const wanted = docs.filter((doc) => expected(Number(doc.id)));
  expect(found).toBe(wanted.length);
  expect(facet_counts[0]?.counts.reduce((sum, { count }) => sum + count, 0)).toBe(wanted.length);
  expect(hits.every(({ document }) => expected(Number(document.id)))).toBe(true);
});
