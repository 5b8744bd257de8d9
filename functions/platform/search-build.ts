import { ulid } from "ulid";
import type { Collection, StoredDocument } from "#schema/search-collections.ts";
import { collections, commonFields, defaultSort } from "#schema/search-collections.ts";
import { administrator, notThere, prepareKey } from "./search-client.ts";

const names = Object.keys(collections) as Collection[];
const importBatch = 500;

/** A collection in the making: it is filled beside the one that answers, then takes its name. */
export interface Build {
  store(documents: readonly StoredDocument[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** From here on the name leads to this one. */
  publish(): Promise<void>;
  /** Drops what stood under the name before, and what was left behind by builds that died. */
  clear(): Promise<void>;
}

/**
 * Makes the search key and each collection that is missing, behind an alias of its name.
 * @returns names of the collections that are new, or there in another shape than declared: they want to be filled
 */
export async function prepare(): Promise<Collection[]> {
  await prepareKey();
  const wanting: Collection[] = [];
  for (const name of names) {
    const present = await administrator().collections(name).retrieve().catch(notThere);
    if (!present) await (await startBuild(name)).publish();
    if (!present || shapeOf(present) !== shapeOf(declared(name))) wanting.push(name);
  }
  return wanting;
}

/** Begins a collection in the declared shape under a name of its own. */
export async function startBuild(collection: Collection): Promise<Build> {
  const name = `${collection}_${ulid().toLowerCase()}`;
  await administrator()
    .collections()
    .create({ name, ...declared(collection) });
  const documents = () => administrator().collections<StoredDocument>(name).documents();
  return {
    async store(given) {
      for (let at = 0; at < given.length; at += importBatch)
        await documents().import([...given.slice(at, at + importBatch)], { action: "upsert" });
    },
    async remove(ids) {
      for (let at = 0; at < ids.length; at += importBatch)
        await documents().delete({ filter_by: `id:=[${ids.slice(at, at + importBatch).join(",")}]` });
    },
    async publish() {
      await administrator().aliases().upsert(collection, { collection_name: name });
    },
    clear: () => dropOthers(collection, name),
  };
}

async function dropOthers(collection: Collection, kept: string): Promise<void> {
  const own = new RegExp(`^${collection}_(?:1|[0-9a-z]{26})$`);
  for (const { name } of await administrator().collections().retrieve())
    if (name !== kept && own.test(name)) await administrator().collections(name).delete();
}

function declared(name: Collection) {
  const fields = Object.entries({ ...commonFields, ...collections[name].fields });
  return { fields: fields.map(([field, how]) => ({ name: field, ...how })), default_sorting_field: defaultSort };
}

interface Shape {
  fields?: { name: string; type: string; facet?: boolean; infix?: boolean; optional?: boolean }[];
  default_sorting_field?: string;
}

/** What makes two shapes the same, whatever else the engine reports of a field. */
function shapeOf({ fields = [], default_sorting_field }: Shape): string {
  const lines = fields.map(({ name, type, facet = false, infix = false, optional = false }) =>
    [name, type, facet, infix, optional].join(" "),
  );
  return [default_sorting_field, ...lines.sort()].join("\n");
}
