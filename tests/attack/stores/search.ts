import { createHmac } from "node:crypto";
import * as Search from "#core/search/index.ts";
import * as engine from "#platform/search.ts";
import { scopedKey } from "#platform/search-client.ts";
import { as, machine } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

const word = "zanzibar";
const collection = "blogs";
const document = (tenantId: string, id: string) => ({
  ...{
    id,
    tenantId,
    title: `${word} ${id}`,
    slug: "s",
    metaDescription: "m",
    targetKeyword: "k",
    excerpt: "e",
    status: "published",
  },
  ...{ authorKind: "agent", publishedAt: 1, createdAt: 1, updatedAt: 1 },
});

/** Documents, filters and keys of the search engine. */
export async function search({ own, foreign }: World): Promise<string[]> {
  const promises = new Promises();
  const [mine, theirs] = [document(own.id, `blg_${own.slug}`), document(foreign.id, `blg_${foreign.slug}`)];
  await as(machine(own.id), () => engine.upsert(collection, mine));
  await as(machine(foreign.id), () => engine.upsert(collection, theirs));
  await verbs(promises, own.id, mine, theirs);
  await scopedKeys(promises, own.id, foreign.id, theirs.id);
  return promises.broken;
}

type Document = ReturnType<typeof document>;

/** Asks the engine one question in the name of whoever is at work. */
async function found(q: string, status?: string[]): Promise<engine.Found> {
  const [answer] = await engine.find([{ collection, q, perPage: 50, page: 1, status }]);
  if (!answer) throw new Error("the engine left a question without an answer");
  return answer;
}

async function verbs(promises: Promises, own: string, mine: Document, theirs: Document): Promise<void> {
  const find = (q: string, status?: string[]) => as(machine(own), () => found(q, status));
  const plain = await find(word);
  promises.holds(
    "one's own document is found",
    plain.hits.some((hit) => hit.document.id === mine.id),
  );
  promises.holds("another tenant's is neither shown nor counted", plain.found === 1 && plain.hits.length === 1);
  for (const q of [
    "*",
    `${word} || tenantId:!=x`,
    `${word}&filter_by=id:*`,
    `" || id:!=x || title:"${word}`,
    `-${mine.id}`,
  ]) {
    const { hits, found: count } = await find(q);
    promises.holds(
      `the words ${q} find nothing of another tenant`,
      count <= 1 && hits.every((hit) => hit.document.tenantId === own),
    );
  }
  for (const status of [
    "published`] || tenantId:!=[`x",
    "published] || id:!=[x",
    "published` || `x",
    "x]) || (tenantId:!=x",
  ]) {
    const count = await find(word, [status]).then(
      (answer) => answer.found + answer.hits.length,
      () => 0,
    );
    promises.holds(`the status ${status} widens nothing`, count <= 2);
  }
  await promises.refuses("a search without a tenant is refused", () => as({ kind: "public" }, () => found(word)));
  for (const actor of [machine(own), { kind: "public" }] as const)
    await promises.refuses(`a search over all tenants is refused to ${actor.kind}`, () =>
      as(actor, () => Search.findAcross({ q: word })),
    );
  await promises.refuses("a document of another tenant is not stored", () =>
    as(machine(own), () => engine.upsert(collection, theirs)),
  );
  await promises.refuses("another tenant's document is not taken over", () =>
    as(machine(own), () => engine.upsert(collection, { ...theirs, tenantId: own, updatedAt: 2 })),
  );
  await as(machine(own), () => engine.remove(collection, theirs.id)).catch(() => undefined);
  const left = await as(machine(theirs.tenantId), () => found(word));
  promises.holds(
    "another tenant's document is not removed",
    left.hits.some((hit) => hit.document["title"] === theirs.title),
  );
}

async function scopedKeys(promises: Promises, own: string, foreign: string, theirs: string): Promise<void> {
  const key = scopedKey(own);
  const ask = async (apiKey: string, path: string, init: RequestInit = {}) => {
    const headers = { "x-typesense-api-key": apiKey, "content-type": "application/json" };
    const answer = await fetch(`${process.env["TYPESENSE_URL"]}${path}`, { ...init, headers });
    return { status: answer.status, text: await answer.text() };
  };
  const searched = (more: Record<string, string> = {}) =>
    `/collections/${collection}/documents/search?${new URLSearchParams({ q: word, query_by: "title", ...more })}`;
  promises.holds("a scoped key searches", (await ask(key, searched())).status === 200);
  const widening = [
    `tenantId:=${foreign}`,
    "tenantId:!=x",
    `tenantId:=${own} || tenantId:=${foreign}`,
    `id:=${theirs}`,
    `) || (id:=${theirs}`,
  ];
  for (const filter of widening) {
    const { text } = await ask(key, searched({ filter_by: filter }));
    promises.holds(`a scoped key is not widened by the filter ${filter}`, !text.includes(theirs));
  }
  const searches = [{ collection, q: word, query_by: "title", filter_by: `tenantId:=${foreign}` }];
  const several = await ask(key, "/multi_search", { method: "POST", body: JSON.stringify({ searches }) });
  promises.holds("a scoped key is not widened by multi_search", !several.text.includes(theirs));

  const [digest, prefix, scope] = partsOf(key);
  const forge = (text: string, signature = digest) => Buffer.from(signature + prefix + text).toString("base64");
  const wide = scope.replace(own, foreign);
  const forged = {
    "with another tenant written into it": forge(wide),
    "signed with a secret of one's own": forge(wide, createHmac("sha256", "guess").update(wide).digest("base64")),
    "without a filter": forge(JSON.stringify({ expires_at: 9_999_999_999 })),
    "that has expired": scopedKey(own, new Date(Date.now() - 2 * 3_600_000)),
    "of nonsense": "bm9uc2Vuc2U=",
  };
  for (const [what, apiKey] of Object.entries(forged))
    promises.holds(`a key ${what} is refused`, (await ask(apiKey, searched())).status === 401);
  const powers: [string, string, RequestInit][] = [
    [
      "write a document",
      `/collections/${collection}/documents?action=upsert`,
      { method: "POST", body: JSON.stringify(document(own, "blg_x")) },
    ],
    ["remove documents", `/collections/${collection}/documents?filter_by=id:=none`, { method: "DELETE" }],
    ["read a document by its id", `/collections/${collection}/documents/${theirs}`, {}],
    ["export documents", `/collections/${collection}/documents/export`, {}],
    ["list collections", "/collections", {}],
    ["drop a collection", "/collections/none", { method: "DELETE" }],
    ["list keys", "/keys", {}],
    [
      "make keys",
      "/keys",
      { method: "POST", body: JSON.stringify({ description: "x", actions: ["*"], collections: ["*"] }) },
    ],
    ["move an alias", "/aliases/none", { method: "PUT", body: JSON.stringify({ collection_name: "x" }) }],
  ];
  for (const [what, path, init] of powers)
    promises.holds(`a scoped key may not ${what}`, (await ask(key, path, init)).status === 401);
}

/** Digest, key prefix and scope of a scoped key. */
function partsOf(key: string): [digest: string, prefix: string, scope: string] {
  const raw = Buffer.from(key, "base64").toString("utf8");
  return [raw.slice(0, 44), raw.slice(44, 48), raw.slice(48)];
}
