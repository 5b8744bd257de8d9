import { setTimeout as sleep } from "node:timers/promises";
import { asMachine, eachTenant } from "#core/each-tenant.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import { alone } from "#platform/alone.ts";
import { asPlatform, type Tx, transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { type Build, startBuild } from "#platform/vectors-build.ts";
import type { EmbeddingModelName } from "#schema/vectors.ts";
import { embed } from "./embed.ts";

const name = "vectors.rebuild";
const batchSize = 64;
/** The clocks of two machines differ by less, and no change takes longer to commit. */
const marginMs = 5 * 60_000;
/** A file being read moves at least this often; one that does not has lost its worker and is read from its start again. */
const stillMs = 120_000;
const pollMs = 500;

interface FileRow {
  tenantId: string;
  id: string;
  status: string;
  rowVersion: number;
  updatedAt: Date;
}

/**
 * Embeds every passage of a model's datasets anew, beside the collection that answers, and gives the new one the name: retrieval
 * answers throughout. Files that change meanwhile are copied again until none did; one that is being read is waited for, since its
 * first passages went to the old collection. @returns how many passages were stored
 * @throws `request.stale_state` while the same collection is being rebuilt
 */
export function rebuildVectors(model: EmbeddingModelName): Promise<number> {
  return alone(`${name} ${model}`, async () => {
    const since = new Date(Date.now() - marginMs);
    const build = await startBuild(model);
    const copied = new Map<string, number>();
    let passages = 0;
    await eachTenant(name, async () => {
      for (const file of await filesOf(model)) passages += await copy(build, model, file, copied);
    });
    passages += await catchUp(build, model, since, copied);
    await build.publish();
    for (let busy = true; busy; ) {
      passages += await catchUp(build, model, since, copied);
      busy = (await changed(model, since)).some(isBeingRead);
      if (busy) await sleep(pollMs);
    }
    passages += await catchUp(build, model, since, copied);
    await build.clear();
    log.info({ model, passages }, "vectors rebuilt");
    return passages;
  });
}

const isBeingRead = (file: FileRow): boolean =>
  file.status === "processing" && file.updatedAt.getTime() > Date.now() - stillMs;

async function catchUp(
  build: Build,
  model: EmbeddingModelName,
  since: Date,
  copied: Map<string, number>,
): Promise<number> {
  let passages = 0;
  for (const file of await changed(model, since))
    if (copied.get(file.id) !== file.rowVersion && !isBeingRead(file))
      passages += await asMachine(file.tenantId, name, () => copy(build, model, file, copied));
  return passages;
}

/** Files of a model that changed since a time, over all tenants. */
function changed(model: string, since: Date): Promise<FileRow[]> {
  return asPlatform((tx) => files(tx, model).where("f.updatedAt", ">=", since).execute());
}

function filesOf(model: string): Promise<FileRow[]> {
  return transaction((tx) =>
    files(tx, model).where("f.tenantId", "=", tenant()).where("f.status", "!=", "deleted").execute(),
  );
}

function files(tx: Tx, model: string) {
  return tx
    .selectFrom("datasetFiles as f")
    .innerJoin("datasets as d", (join) => join.onRef("d.tenantId", "=", "f.tenantId").onRef("d.id", "=", "f.datasetId"))
    .innerJoin("embeddingModels as e", "e.id", "d.embeddingModelId")
    .select(["f.tenantId", "f.id", "f.status", "f.rowVersion", "f.updatedAt"])
    .where("e.name", "=", model)
    .orderBy("f.tenantId")
    .orderBy("f.id");
}

// Points of the present generation are stored over what is there; a newer one that is on its way is left alone.
async function copy(build: Build, model: string, file: FileRow, copied: Map<string, number>): Promise<number> {
  const workId = `${file.id}:rebuild`;
  try {
    return await copyWith(workId, build, model, file, copied);
  } finally {
    await transaction((tx) => Spend.closeWork(tx, workId));
  }
}

async function copyWith(
  workId: string,
  build: Build,
  model: string,
  file: FileRow,
  copied: Map<string, number>,
): Promise<number> {
  let stored = 0;
  let generation = 0;
  for (let after = -1; ; ) {
    const rows = await passagesOf(file.id, after);
    const [first] = rows;
    if (!first) break;
    generation = first.generation;
    const vectors = await embed(
      model,
      rows.map((row) => row.text),
      { workId },
    );
    await build.store(
      rows.map(({ seq: _seq, text: _text, status, createdAt, sourceAt, ...row }, index) => ({
        ...row,
        vector: vectors[index] ?? [],
        createdAt: Math.floor((sourceAt ?? createdAt).getTime() / 1_000),
        enabled: status !== "disabled",
      })),
    );
    stored += rows.length;
    after = rows.at(-1)?.seq ?? after;
  }
  await build.forget(file.id, file.status === "deleted" ? undefined : generation);
  copied.set(file.id, file.rowVersion);
  return stored;
}

function passagesOf(fileId: string, after: number) {
  return transaction((tx) =>
    tx
      .selectFrom("datasetChunks as c")
      .innerJoin("datasetFiles as f", (join) =>
        join.onRef("f.tenantId", "=", "c.tenantId").onRef("f.id", "=", "c.datasetFileId"),
      )
      .select(["c.pointId as id", "c.id as chunkId", "c.datasetFileId as fileId", "c.datasetId", "c.generation"])
      .select(["c.seq", "c.text", "f.trust", "f.importance", "f.status", "f.createdAt", "f.sourceAt"])
      .where("c.tenantId", "=", tenant())
      .where("c.datasetFileId", "=", fileId)
      .where("f.status", "!=", "deleted")
      .whereRef("c.generation", "=", "f.generation")
      .where("c.seq", ">", after)
      .orderBy("c.seq")
      .limit(batchSize)
      .execute(),
  );
}
