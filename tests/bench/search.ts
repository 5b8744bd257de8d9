import { startBuild } from "#platform/search-build.ts";
import { administrator } from "#platform/search-client.ts";
import { collections, defaultSort, type SearchDocument } from "#schema/search-collections.ts";
import { freshTenant } from "#tests/support/tenant.ts";
import { factor, latencies, number, type Row } from "./measure.ts";
import { startChild } from "./servers/child.ts";
import { randomizer, words } from "./text.ts";

export const title =
  "two words with a typo, a filter, two facets, all documents of one client; other: the same words as they are written";

const sizes = [10_000, 30_000, 100_000] as const;
const rounds = 3;
const calls = 100;
const statuses = ["draft", "dm_review", "client_review", "published"];
const shown = ["draft", "published"];

type Blog = SearchDocument<"blogs">;

/** Documents of the product's own shape in its own collection; questions over one connection, one after the other. */
export async function measure(): Promise<Row[]> {
  const tenant = await freshTenant();
  const build = await startBuild("blogs");
  await build.publish();
  const server = await startChild("product");
  const random = randomizer(sizes[0]);
  const rows: Row[] = [];
  const titles: string[] = [];
  try {
    for (const size of sizes) {
      const fresh = Array.from({ length: size - titles.length }, (_, at) =>
        blog(titles.length + at, tenant.id, random),
      );
      await build.store(fresh);
      titles.push(...fresh.map((document) => document.title));
      const asked = Array.from({ length: rounds * calls }, () => pair(titles, random));
      const typo = asked.map((pair) => mistyped(pair, random));
      const cost = await latencies(
        { rounds, calls },
        {
          ours: (at) => ask(typo[at] ?? ""),
          other: (at) => ask(asked[at] ?? ""),
          api: (at) => askApi(server.url, tenant.people.TM.headers, typo[at] ?? ""),
          apiOther: (at) => askApi(server.url, tenant.people.TM.headers, asked[at] ?? ""),
        },
      );
      const row = (what: string, ours: number, other: number, reach: string): Row => ({
        what,
        size: `${number(size)} docs`,
        ours: `${number(ours)} ms`,
        other: `${number(other)} ms`,
        ratio: factor(ours / other),
        reach,
      });
      rows.push(
        row("official client, median", cost.ours.p50, cost.other.p50, "-"),
        row("official client, 95th percentile", cost.ours.p95, cost.other.p95, "<= 50 ms"),
        row("through the API, without facets, median", cost.api.p50, cost.apiOther.p50, "-"),
        row("through the API, without facets, 95th percentile", cost.api.p95, cost.apiOther.p95, "<= 50 ms"),
      );
    }
  } finally {
    await server.stop();
    await build.clear();
  }
  return rows;
}

function blog(index: number, tenantId: string, random: () => number): Blog {
  const title = words(random, 6);
  return {
    id: `blp_${index}`,
    tenantId,
    createdAt: index,
    updatedAt: index,
    title,
    slug: title.toLowerCase().replaceAll(" ", "-"),
    targetKeyword: words(random, 2),
    metaDescription: words(random, 15),
    excerpt: words(random, 30),
    authorKind: index % 3 === 0 ? "user" : "agent",
    status: statuses[index % statuses.length] ?? "",
  };
}

/** Two neighbouring words of some title. */
function pair(titles: readonly string[], random: () => number): string {
  const all = (titles[Math.floor(random() * titles.length)] ?? "").split(" ");
  const at = Math.floor(random() * (all.length - 1));
  return all.slice(at, at + 2).join(" ");
}

/** The longer of the words with another letter in its middle. */
function mistyped(pair: string, random: () => number): string {
  const [longest = ""] = pair.split(" ").toSorted((a, b) => b.length - a.length);
  const at = Math.floor(longest.length / 2);
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  return pair.replace(longest, `${longest.slice(0, at)}${letter}${longest.slice(at + 1)}`);
}

async function ask(q: string): Promise<void> {
  const { searched } = collections.blogs;
  await administrator()
    .collections<Blog>("blogs")
    .documents()
    .search({
      q,
      query_by: Object.keys(searched).join(","),
      query_by_weights: Object.values(searched).join(","),
      filter_by: `status:=[${shown.join(",")}] && updatedAt:>=1000`,
      facet_by: "status,authorKind",
      sort_by: `_text_match:desc,${defaultSort}:desc`,
      per_page: 10,
    });
}

async function askApi(url: string, headers: Record<string, string>, q: string): Promise<void> {
  const body = JSON.stringify({ q, collections: ["blogs"], perCollection: 10, filters: { status: shown } });
  const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
  const response = await fetch(`${url}/v1/search`, init);
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`The search answered ${response.status}.`);
}
