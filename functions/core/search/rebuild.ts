import { asMachine, eachTenant } from "#core/each-tenant.ts";
import * as Effect from "#core/effect/index.ts";
import { origin, provide } from "#platform/actor.ts";
import { alone } from "#platform/alone.ts";
import { asPlatform } from "#platform/db.ts";
import { type Build, startBuild } from "#platform/search-build.ts";
import { SourcedCollection } from "#schema/search.ts";
import type { Collection } from "#schema/search-collections.ts";
import { mark, marked } from "./marks.ts";
import { documentsOf } from "./sources/index.ts";

const pageSize = 500;
const name = "search.rebuild";
/** The clocks of two machines differ by less, and no change takes longer to commit. */
const marginMs = 5 * 60_000;

/**
 * Fills a collection anew from the database, beside the one that answers, and gives it the name: searches answer throughout.
 * What changed meanwhile is copied before the name moves; what changed around that moment is marked for the indexer once more.
 * @returns how many documents were copied
 * @throws `request.stale_state` while the same collection is being rebuilt
 */
export function rebuild(collection: Collection): Promise<number> {
  return alone(`${name} ${collection}`, async () => {
    const build = await startBuild(collection);
    const sourced = SourcedCollection.safeParse(collection).data;
    const copied = sourced ? await fill(sourced, build) : await build.publish().then(() => 0);
    await provide({ kind: "system", tenantId: null, name }, origin(), () =>
      Effect.audit(
        "search.reindexed",
        { type: "collection", id: collection, label: collection },
        { after: { copied } },
      ),
    );
    // Last: what stands beside a collection tells the next release that a build died.
    await build.clear();
    return copied;
  });
}

/** True when there is a tenant at all: an empty installation has nothing to fill collections from. */
export async function isThereAnything(): Promise<boolean> {
  return (await asPlatform((tx) => tx.selectFrom("tenants").select("id").limit(1).execute())).length > 0;
}

async function fill(collection: SourcedCollection, build: Build): Promise<number> {
  const begun = new Date(Date.now() - marginMs);
  let copied = 0;
  await eachTenant(name, async () => {
    copied += await copyTenant(collection, build);
  });
  const caughtUp = new Date(Date.now() - marginMs);
  await catchUp(collection, build, begun);
  await build.publish();
  await markAgain(collection, caughtUp);
  return copied;
}

async function copyTenant(collection: SourcedCollection, build: Build): Promise<number> {
  let copied = 0;
  for (let after = ""; ; ) {
    const documents = await documentsOf(collection, { after, limit: pageSize });
    await build.store(documents);
    copied += documents.length;
    if (documents.length < pageSize) return copied;
    after = documents.at(-1)?.id ?? after;
  }
}

async function catchUp(collection: SourcedCollection, build: Build, since: Date): Promise<void> {
  for (const [tenantId, ids] of await marked(collection, since)) {
    const documents = await asMachine(tenantId, name, () => documentsOf(collection, { ids }));
    await build.store(documents);
    const present = new Set(documents.map((document) => document.id));
    await build.remove(ids.filter((id) => !present.has(id)));
  }
}

// The indexer may have written under the old name up to the last moment: it looks at those rows again.
async function markAgain(collection: SourcedCollection, since: Date): Promise<void> {
  const rows = await marked(collection, since);
  await asPlatform(async (tx) => {
    for (const [tenantId, ids] of rows) await mark(tx, collection, tenantId, ids);
  });
}
