import { afterAll, expect, test } from "vitest";
import type { Found } from "#agents/descriptor/index.ts";
import { agents } from "#agents/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import { asPlatform } from "#platform/db.ts";
import type { Envelope } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { answer, audited } from "#tests/support/work.ts";

afterAll(closeStores);

const envelope = {} as Envelope;
const notes = "Their pages say what they sell and to whom. ".repeat(60);
const rival = (name: string, domain: string, sourceUrl = `https://${domain}/`) => ({
  ...{ name, domain, positioning: "Sells lamps to people who read at night.", strengths: ["Known nearby"] },
  ...{ weaknesses: ["No prices are named"], themes: ["lamps"], channels: ["website"] },
  evidence: [{ claim: "It sells lamps.", sourceUrl }],
});
const found = (competitors: ReturnType<typeof rival>[]) => ({
  ...{ competitors, keywordGap: [], landscapeIntensity: "high", notesMarkdown: notes },
});
const given = {
  ...{ tenantName: "Lamps", country: "US", plan: "pro", ownDomain: "lamps.example" },
  knownCompetitors: [{ name: "North", domain: "north.co.uk" }],
};

/** What the rules of an agent say against an answer. */
function against(name: "client-researcher" | "competitor-researcher", data: unknown, input: object, read?: string[]) {
  const { check, input: shape } = agents[name];
  return check(data, shape.parse(input), envelope, read).flatMap(({ passed, message }) => (passed ? [] : [message]));
}

test("both researchers may search and read, and what they state rests on pages that they were given or have read", async () => {
  await freshTenant();
  const versions = await asPlatform((tx) =>
    tx
      .selectFrom("agents as a")
      .innerJoin("agentVersions as v", "v.id", "a.currentVersionId")
      .select(["v.tools", "v.maxTurns"])
      .where("a.name", "in", ["client-researcher", "competitor-researcher"])
      .execute(),
  );
  const may = { tools: ["web_search", "web_fetch", "rag_search"], maxTurns: 20 };
  expect(versions).toEqual([may, may]);

  const facts = [{ claim: "It makes lamps.", sourceUrl: "https://lamps.example/about" }];
  const client = { tenantName: "Lamps", country: "US", plan: "pro", siteUrl: "https://lamps.example/" };
  expect(against("client-researcher", { facts, gaps: [] }, client, ["https://lamps.example/"])).toEqual([
    "Facts rest only on pages that were read. Not read: https://lamps.example/about.",
  ]);
  expect(against("client-researcher", { facts, gaps: [] }, client, ["https://lamps.example/about/"])).toEqual([]);

  const rivals = [rival("North", "north.co.uk"), rival("South", "south.example"), rival("West", "west.example")];
  const read = ["https://south.example/", "https://west.example/"];
  expect(against("competitor-researcher", found(rivals), given, read)).toEqual([]);
  // Once a page of the named competitor was read, only pages that were read count.
  const shop = [...read, "https://www.north.co.uk/shop"];
  expect(against("competitor-researcher", found(rivals), given, shop)).toEqual([
    "Evidence must be pages that were read. Not read: https://north.co.uk/.",
  ]);
});

test("competitors are told apart by their registrable domain, and those that the client named come first", () => {
  const [north, south, own] = [
    rival("North", "north.co.uk"),
    rival("South", "south.example"),
    rival("Own", "shop.lamps.example"),
  ];
  const twice = [north, rival("North again", "blog.north.co.uk"), south];
  expect(against("competitor-researcher", found(twice), given)).toEqual([
    "Two competitors share a registrable domain.",
  ]);
  expect(against("competitor-researcher", found([north, own, south]), given)).toEqual([
    "lamps.example is the client itself.",
  ]);
  const late = [south, rival("Other", "other.co.uk"), north];
  expect(against("competitor-researcher", found(late), given)).toEqual([
    "Start with the competitors that were given: north.co.uk.",
  ]);
});

test("without a model the sites that were named and found are read, and what they say is the evidence", () => {
  const agent = agents["competitor-researcher"];
  const input = agent.input.parse({ ...given, industry: "lamp making" });
  const page = (url: string, text: string) => ({
    ...{ tool: "web_fetch", method: "read", input: { url }, error: null },
    output: { url, title: "A maker of lamps", text, truncated: false, links: [] },
  });
  expect(agent.order?.(input, { ...envelope }, [])).toMatchObject([
    { name: "web_fetch", input: { url: "https://north.co.uk/" } },
    { name: "web_search" },
  ]);
  const results = [
    "https://south.example/a",
    "https://www.facebook.com/lamps",
    "https://west.example/",
    "https://shop.lamps.example/",
  ];
  const searched = {
    ...{ tool: "web_search", method: "search", input: { query: "lamp making companies US" }, error: null },
    output: { results: results.map((url) => ({ url, title: `Lamps of ${new URL(url).hostname}`, description: "" })) },
  };
  const first = [page("https://north.co.uk/", "We make reading lamps for small rooms in the north."), searched];
  expect(agent.order?.(input, envelope, first)).toEqual(
    ["https://south.example/a", "https://west.example/"].map((url) => ({ name: "web_fetch", input: { url } })),
  );
  const all = [
    ...first,
    page("https://south.example/a", "The workshop in the south repairs lamps of every age."),
    page("https://west.example/", "People in the west buy lamps from us since long ago."),
  ];
  const company = { bannedWords: [], contextFile: "", chunks: [], now: "2026-01-01T00:00:00Z", locale: "en-US" };
  const { data } = agent.offline(input, { ...company, version: 1 } as unknown as Envelope, all);
  expect(agent.output.safeParse(data).error).toBeUndefined();
  const read = ["https://north.co.uk/", ...results];
  expect(against("competitor-researcher", data, { ...given, industry: "lamp making" }, read)).toEqual([]);
  expect(data).toMatchObject({
    competitors: [
      { name: "North", positioning: "We make reading lamps for small rooms in the north." },
      { domain: "south.example", evidence: [{ sourceUrl: "https://south.example/a" }] },
      { domain: "west.example" },
    ],
  });
});

test("the warning of notes without a model names the competitors that were read, wherever they stand", () => {
  const agent = agents["competitor-researcher"];
  const knownCompetitors = ["North", "South", "West"].map((name) => ({
    name,
    domain: `${name.toLowerCase()}.example`,
  }));
  const input = agent.input.parse({ ...given, knownCompetitors });
  const of = (name: string, error: Found["error"]) => ({
    ...{ tool: "web_fetch", method: "read", input: { url: `https://${name}.example/` }, error },
    output: {
      url: `https://${name}.example/`,
      title: "A maker of lamps",
      text: "We make reading lamps for small rooms.",
    },
  });
  const company = { bannedWords: [], contextFile: "", chunks: [], now: "2026-01-01T00:00:00Z", locale: "en-US" };
  const { warnings } = agent.offline(input, { ...company, version: 1 } as unknown as Envelope, [
    ...[of("north", "failed"), of("south", null), of("west", null)],
  ]);
  expect(warnings).toEqual(["Written without a model, from one page of each of South and West."]);
});

async function datasetOf(tenant: TestTenant, kind: string, trust: string): Promise<string> {
  const id = newId("dataset");
  await asPlatform(async (tx) => {
    const { embeddingModelId } = await tx
      .selectFrom("datasets")
      .select("embeddingModelId")
      .where("id", "=", tenant.datasetId)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("datasets")
      .values({ tenantId: tenant.id, id, name: kind, kind, trust, embeddingModelId })
      .execute();
  });
  return id;
}

const filesOf = (datasetId: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("datasetFiles")
      .select(["id", "title", "source", "trust", "docKind", "nextGeneration", "status"])
      .where("datasetId", "=", datasetId)
      .execute(),
  );

test("research on competitors keeps how hard they press, and agents find its notes as one file that is renewed", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const datasetId = await datasetOf(tenant, "competitor_research", "third_party");
  const known = { tenantId: tenant.id, id: newId("competitor"), name: "North", domain: "www.north.co.uk" };
  await asPlatform((tx) =>
    tx
      .insertInto("competitors")
      .values({ ...known, source: "manual" })
      .execute(),
  );
  await ok(tenant.people.TA, "POST", "/dashboard/v1/onboarding/launch", {
    body: { research: { client: false, competitor: true } },
  });
  const { id: runId } = await asPlatform((tx) =>
    tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant.id)
      .where("agent", "=", "competitor-researcher")
      .executeTakeFirstOrThrow(),
  );
  const data = found([rival("North", "north.co.uk"), rival("South", "south.example"), rival("West", "west.example")]);
  await answer(tenant, runId, data);
  const rows = await asPlatform((tx) =>
    tx.selectFrom("competitors").select(["id", "name", "intensity"]).where("tenantId", "=", tenant.id).execute(),
  );
  expect(rows.map(({ intensity }) => intensity)).toEqual(["high", "high", "high"]);
  expect(rows.filter(({ name }) => name === "North")).toMatchObject([{ id: known.id }]);

  const job = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("payload")
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "job")
      .where("name", "=", "rag__ingest")
      .executeTakeFirstOrThrow(),
  );
  expect(JSON.stringify(job.payload)).toContain("research_note");
  const { id: subjectId } = await asPlatform((tx) =>
    tx.selectFrom("researchNotes").select("id").where("tenantId", "=", tenant.id).executeTakeFirstOrThrow(),
  );
  const take = () =>
    as(machine(tenant.id), () => Dataset.takeWritten({ kind: "text", subjectType: "research_note", subjectId }));
  await take();
  await take();
  const [file, ...others] = await filesOf(datasetId);
  expect(others).toEqual([]);
  expect(file).toMatchObject({ source: "agent", trust: "third_party", docKind: "competitor", status: "queued" });
  await as(machine(tenant.id), () => Dataset.ingest(file?.id ?? "", 1));
  const { hits } = await as(machine(tenant.id), () =>
    Dataset.retrieve({ query: "what competitors sell", topK: 3, source: "agent", datasetIds: [datasetId] }),
  );
  expect(hits[0]?.text).toContain("what they sell");
  await asPlatform((tx) =>
    tx
      .updateTable("researchNotes")
      .set({ body: `${notes} And more.` })
      .where("id", "=", subjectId)
      .execute(),
  );
  await take();
  expect(await filesOf(datasetId)).toMatchObject([{ id: file?.id, nextGeneration: 2 }]);
  expect(await audited(tenant, "dataset_file.%")).toEqual([
    ...["dataset_file.uploaded", "dataset_file.ready", "dataset_file.reprocessed"],
  ]);
  const stranger = await freshTenant();
  await as(machine(stranger.id), () => Dataset.takeWritten({ kind: "text", subjectType: "research_note", subjectId }));
  expect(await filesOf(datasetId)).toHaveLength(1);
});

test("a text that is published can be found by those who write the next", async () => {
  const tenant = await freshTenant();
  const datasetId = await datasetOf(tenant, "published_content", "own");
  const id = newId("blogPost");
  const post = { title: "Oil a table", slug: "oil-a-table", targetKeyword: "oil", body: "Rub in the oil. ".repeat(40) };
  await asPlatform((tx) =>
    tx
      .insertInto("blogPosts")
      .values({ tenantId: tenant.id, id, ...post, status: "dm_review", publishedUrl: "https://lamps.example/oil" })
      .execute(),
  );
  const take = () =>
    as(machine(tenant.id), () => Dataset.takeWritten({ kind: "text", subjectType: "blog_post", subjectId: id }));
  await take();
  expect(await filesOf(datasetId)).toEqual([]);
  await asPlatform((tx) => tx.updateTable("blogPosts").set({ status: "published" }).where("id", "=", id).execute());
  await take();
  expect(await filesOf(datasetId)).toMatchObject([{ title: "Oil a table", source: "published", trust: "own" }]);
});
