/** Embedding models the platform knows; one vector collection each, named `rag_<slug>`. */
export const embeddingModels = {
  "offline-hash-384": {
    adapter: "offline",
    model: "offline-hash-384",
    dimensions: 384,
    maxInputTokens: 2_048,
    local: true,
  },
  "openai-3-small-384": {
    adapter: "openai",
    model: "text-embedding-3-small",
    dimensions: 384,
    maxInputTokens: 8_191,
    local: false,
  },
} as const;
export type EmbeddingModelName = keyof typeof embeddingModels;
export const defaultEmbeddingModel: EmbeddingModelName = "offline-hash-384";

/** Name of the vector collection of an embedding model. */
export function collectionOf(model: string): string {
  return `rag_${model.replaceAll(/[^a-z0-9]+/gi, "_").toLowerCase()}`;
}

/** Payload fields of a point and the index each needs. */
export const vectorPayload = {
  tenant_id: "keyword",
  dataset_id: "keyword",
  file_id: "keyword",
  chunk_id: "keyword",
  generation: "integer",
  enabled: "bool",
  trust: "keyword",
  created_at: "integer",
  importance: "float",
} as const;

/** No graph over all tenants, one of this degree for each. */
export const graph = { m: 0, payload_m: 16 } as const;
