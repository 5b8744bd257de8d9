import { openEmbedder } from "#platform/model/embed.ts";
import type { EmbeddingModelName } from "#schema/vectors.ts";
import { embeddingModels } from "#schema/vectors.ts";

const opened = new Map<string, ReturnType<typeof openEmbedder>>();

/** The embedder of a dataset's model; models are fixed when a dataset is created. */
export function embedder(name: string): ReturnType<typeof openEmbedder> {
  const known = opened.get(name);
  if (known) return known;
  const model = embeddingModels[name as EmbeddingModelName];
  if (!model) throw new Error(`The embedding model ${name} is not known.`);
  const made = openEmbedder({ adapter: model.adapter, model: model.model, dimensions: model.dimensions });
  opened.set(name, made);
  return made;
}
