import * as vectors from "#platform/vectors.ts";
import { embeddingModels, defaultEmbeddingModel as model } from "#schema/vectors.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

const { dimensions } = embeddingModels[model];
const direction = (at: number) => Array.from({ length: dimensions }, (_, index) => (index === at ? 1 : 0.01));
const point = (tenant: TestTenant, at: number) => ({
  ...{ id: crypto.randomUUID(), vector: direction(at), datasetId: tenant.datasetId, fileId: `dsf_${tenant.slug}` },
  ...{ chunkId: `chk_${tenant.slug}`, generation: 1, trust: "own", createdAt: 1, importance: 0.5 },
});

/** Passages in the vector store. */
export async function nearest({ own, foreign }: World): Promise<string[]> {
  const promises = new Promises();
  const [mine, theirs] = [point(own, 1), point(foreign, 0)];
  await as(machine(own.id), () => vectors.upsert(model, [mine]));
  await as(machine(foreign.id), () => vectors.upsert(model, [theirs]));
  const find = (tenantId: string, limit: number, datasetIds = [own.datasetId, foreign.datasetId]) =>
    as(machine(tenantId), () => vectors.nearest(model, direction(0), { datasetIds, limit }));
  const chunks = (hits: vectors.VectorHit[]) => hits.map(({ chunkId }) => chunkId).join();

  promises.holds(
    "a passage of one's own is found, however near another tenant's is",
    chunks(await find(own.id, 1)) === mine.chunkId,
  );
  promises.holds("another tenant's passages are not found", chunks(await find(own.id, 50)) === mine.chunkId);
  promises.holds("another tenant's dataset finds nothing", (await find(own.id, 50, [foreign.datasetId])).length === 0);
  for (const actor of [{ kind: "public" }, { kind: "system", tenantId: null, name: "test" }] as const) {
    const query = () => vectors.nearest(model, direction(0), { datasetIds: [foreign.datasetId], limit: 5 });
    await promises.refuses(`a query of ${actor.kind} without a tenant is refused`, () => as(actor, query));
    await promises.refuses(`a deletion of ${actor.kind} without a tenant is refused`, () =>
      as(actor, () => vectors.removeFile(model, theirs.fileId)),
    );
  }
  await as(machine(own.id), () => vectors.setEnabled(model, theirs.fileId, false));
  promises.holds("another tenant's passages cannot be hidden", chunks(await find(foreign.id, 1)) === theirs.chunkId);
  await as(machine(own.id), () => vectors.removeFile(model, theirs.fileId));
  promises.holds("another tenant's passages cannot be removed", chunks(await find(foreign.id, 1)) === theirs.chunkId);
  await as(machine(own.id), () => vectors.removeFile(model, mine.fileId));
  promises.holds("one's own can", (await find(own.id, 1)).length === 0);
  return promises.broken;
}
