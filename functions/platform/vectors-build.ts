import { ulid } from "ulid";
import type { EmbeddingModelName } from "#schema/vectors.ts";
import { collectionOf, embeddingModels, graph, vectorPayload } from "#schema/vectors.ts";
import { client, mine, type Point, upsert } from "./vectors.ts";

const models = Object.keys(embeddingModels) as EmbeddingModelName[];

/** A collection of vectors in the making: it is filled beside the one that answers, then takes its name. */
export interface Build {
  /** Stores points of the tenant at work. */
  store(points: readonly Point[]): Promise<void>;
  /** Removes the points of a file of the tenant at work, or only those of generations before one. */
  forget(fileId: string, before?: number): Promise<void>;
  /** From here on the name leads to this one. */
  publish(): Promise<void>;
  /** Drops what stood under the name before, and what was left behind by builds that died. */
  clear(): Promise<void>;
}

/**
 * Makes the collection of each embedding model that is missing, behind an alias of its name, and payload indexes that are.
 * @throws when a collection holds vectors of another length than its model makes
 */
export async function prepare(): Promise<void> {
  for (const model of models) {
    const name = collectionOf(model);
    if ((await client().collectionExists(name)).exists) await complete(model, name);
    else await (await startBuild(model)).publish();
  }
}

/** Begins an empty collection of a model under a name of its own. */
export async function startBuild(model: EmbeddingModelName): Promise<Build> {
  const alias = collectionOf(model);
  const name = `${alias}_${ulid().toLowerCase()}`;
  await client().createCollection(name, {
    vectors: { size: embeddingModels[model].dimensions, distance: "Cosine" },
    hnsw_config: graph,
  });
  await complete(model, name);
  return {
    store: (points) => upsert(model, points, name),
    async forget(fileId, before) {
      const older = before === undefined ? [] : [{ key: "generation", range: { lt: before } }];
      await client().delete(name, {
        wait: true,
        filter: mine([{ key: "file_id", match: { value: fileId } }, ...older]),
      });
    },
    publish: () => rename(alias, name),
    clear: () => dropOthers(alias, name),
  };
}

async function complete(model: EmbeddingModelName, name: string): Promise<void> {
  const { config, payload_schema } = await client().getCollection(name);
  const size = config.params.vectors?.size;
  if (size !== embeddingModels[model].dimensions)
    throw new Error(`${name} holds vectors of ${String(size)} numbers. Run npm run vectors:rebuild.`);
  for (const [field, type] of Object.entries(vectorPayload)) {
    if (payload_schema[field]) continue;
    const schema = field === "tenant_id" ? ({ type: "keyword", is_tenant: true } as const) : type;
    await client().createPayloadIndex(name, { field_name: field, field_schema: schema, wait: true });
  }
}

// One step for everybody who asks: a question meets the old collection or the new one, never none.
async function rename(alias: string, name: string): Promise<void> {
  const { aliases } = await client().getAliases();
  const create = { create_alias: { alias_name: alias, collection_name: name } };
  const isAlias = aliases.some((known) => known.alias_name === alias);
  // Installations of the first days have a collection under the name itself, which no alias can take while it stands.
  if (!isAlias && (await client().collectionExists(alias)).exists) await client().deleteCollection(alias);
  await client().updateCollectionAliases({
    actions: isAlias ? [{ delete_alias: { alias_name: alias } }, create] : [create],
  });
}

async function dropOthers(alias: string, kept: string): Promise<void> {
  const { collections } = await client().getCollections();
  const own = new RegExp(`^${alias}_[0-9a-z]{26}$`);
  for (const { name } of collections) if (name !== kept && own.test(name)) await client().deleteCollection(name);
}
