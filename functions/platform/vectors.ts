import { QdrantClient } from "@qdrant/js-client-rest";
import { collectionOf } from "#schema/vectors.ts";
import { tenant } from "./actor.ts";
import { config } from "./config.ts";

let made: QdrantClient | undefined;
/** The one client of this process. */
export function client(): QdrantClient {
  const apiKey = config("QDRANT_API_KEY");
  made ??= new QdrantClient({
    url: config("QDRANT_URL"),
    checkCompatibility: false,
    timeout: 10_000,
    ...(apiKey ? { headers: { "api-key": apiKey } } : {}),
  });
  return made;
}

export interface Point {
  id: string;
  vector: number[];
  datasetId: string;
  fileId: string;
  chunkId: string;
  generation: number;
  trust: string;
  createdAt: number;
  importance: number;
  /** Whether it is found; it is, unless said otherwise. */
  enabled?: boolean;
}

export interface VectorHit {
  chunkId: string;
  fileId: string;
  generation: number;
  score: number;
}

/** The filter of everything that is asked or changed: the tenant at work, and what else must hold. */
export const mine = (more: object[] = []) => ({ must: [{ key: "tenant_id", match: { value: tenant() } }, ...more] });

/** Stores points of the actor's tenant, under the collection's name or where a rebuild says; the same id overwrites. */
export async function upsert(model: string, points: readonly Point[], into = collectionOf(model)): Promise<void> {
  const tenantId = tenant();
  await client().upsert(into, {
    wait: true,
    points: points.map((point) => ({
      id: point.id,
      vector: point.vector,
      payload: {
        tenant_id: tenantId,
        dataset_id: point.datasetId,
        file_id: point.fileId,
        chunk_id: point.chunkId,
        generation: point.generation,
        enabled: point.enabled ?? true,
        trust: point.trust,
        created_at: point.createdAt,
        importance: point.importance,
      },
    })),
  });
}

/** Removes a file's points, or only those of other generations than `keep`. */
export async function removeFile(model: string, fileId: string, keep?: number): Promise<void> {
  const filter = {
    ...mine([{ key: "file_id", match: { value: fileId } }]),
    ...(keep === undefined ? {} : { must_not: [{ key: "generation", match: { value: keep } }] }),
  };
  await client().delete(collectionOf(model), { wait: true, filter });
}

/** Hides or shows all points of a file at once. */
export async function setEnabled(model: string, fileId: string, enabled: boolean): Promise<void> {
  await client().setPayload(collectionOf(model), {
    wait: true,
    payload: { enabled },
    filter: mine([{ key: "file_id", match: { value: fileId } }]),
  });
}

/** The nearest enabled passages of the actor's tenant. The tenant filter is added here, and each hit is checked again. */
export async function nearest(
  model: string,
  vector: number[],
  options: { datasetIds: string[]; limit: number },
): Promise<VectorHit[]> {
  const filter = mine([
    { key: "enabled", match: { value: true } },
    { key: "dataset_id", match: { any: options.datasetIds } },
  ]);
  const { points } = await client().query(collectionOf(model), {
    query: vector,
    filter,
    limit: options.limit,
    with_payload: true,
  });
  return points.flatMap((point) => {
    const payload = point.payload ?? {};
    if (payload["tenant_id"] !== tenant()) return [];
    return [
      {
        chunkId: String(payload["chunk_id"]),
        fileId: String(payload["file_id"]),
        generation: Number(payload["generation"]),
        score: point.score,
      },
    ];
  });
}

/** True when the vector store answers. */
export async function reachable(): Promise<boolean> {
  await client().getCollections();
  return true;
}
