import { ulid } from "ulid";
import type { Collection, StoredDocument } from "#schema/search-collections.ts";
import { collections, commonFields, defaultSort } from "#schema/search-collections.ts";
import { administrator, prepareKey } from "./search-client.ts";

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
 * Makes the search key and looks at the collections, which it leaves as they are.
 * @returns names of those that are missing, there in another shape than declared, or left unfinished by a build that died
 */
export async function prepare(): Promise<Collection[]> {
  await prepareKey();
  const { aliases } = await administrator().aliases().retrieve();
  const targets = new Map(aliases.map((alias) => [alias.name, alias.collection_name]));
  const present = await administrator().collections().retrieve();
  return names.filter((name) => {
    const target = targets.get(name) ?? name;
    const found = present.find((one) => one.name === target);
    if (!found || shapeOf(found) !== shapeOf(declared(name))) return true;
    return present.some((one) => one.name !== target && buildsOf(name).test(one.name));
  });
}

/** Makes a collection that is there but empty, in place of what stood under its name. */
export async function makeEmpty(collection: Collection): Promise<void> {
  const build = await startBuild(collection);
  await build.publish();
  await build.clear();
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

function buildsOf(collection: Collection): RegExp {
  return new RegExp(`^${collection}_(?:1|[0-9a-z]{26})$`);
}

async function dropOthers(collection: Collection, kept: string): Promise<void> {
  for (const { name } of await administrator().collections().retrieve())
    if (name !== kept && buildsOf(collection).test(name)) await administrator().collections(name).delete();
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
