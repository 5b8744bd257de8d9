import { randomUUID } from "node:crypto";
import { chunkFile } from "#core/dataset/chunk.ts";
import { embed } from "#core/dataset/embed.ts";
import * as Dataset from "#core/dataset/index.ts";
import { parseFile } from "#core/dataset/parse.ts";
import { sniff } from "#core/dataset/sniff.ts";
import { termsOf } from "#core/dataset/terms.ts";
import { asPlatform } from "#platform/db.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import { sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import { upsert } from "#platform/vectors.ts";
import { newId } from "#schema/ids.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { number, perSecond, type Row, timed } from "./measure.ts";
import { markdown } from "./text.ts";

export const title = "a Markdown file into the dataset with the offline embedder; `other`: its share of the time";

const sizes = [50_000, 250_000, 1_000_000] as const;
const rounds = 3;
const chunking = { tokens: 512, overlapPct: 12 };
const batchSize = 64;

const stages = ["parse", "chunk", "embed", "terms", "vectors"] as const;
type Stage = (typeof stages)[number];

/** The whole is `Dataset.ingest` against the stores. Its parts are measured apart on the same bytes; the rest is SQL and files. */
export async function measure(): Promise<Row[]> {
  const tenant = await freshTenant();
  const rows: Row[] = [];
  for (const bytes of sizes) {
    let whole = Number.POSITIVE_INFINITY;
    let parts = Object.fromEntries(stages.map((stage) => [stage, whole])) as Record<Stage, number>;
    let chunks = 0;
    for (let round = 0; round < rounds; round++) {
      const content = new TextEncoder().encode(markdown(bytes, bytes + round));
      const fileId = await upload(tenant, content);
      whole = Math.min(whole, await timed(() => as(machine(tenant.id), () => Dataset.ingest(fileId, 1))));
      const apart = await as(machine(tenant.id), () => stagesOf(content, tenant.datasetId));
      chunks = apart.chunks;
      parts = Object.fromEntries(
        stages.map((stage) => [stage, Math.min(parts[stage], apart.parts[stage])]),
      ) as typeof parts;
    }
    const size = `${number(bytes / 1_000)} kB`;
    const row = (what: string, ms: number, reach: string): Row => ({
      what,
      size,
      ours: perSecond(chunks, ms, "chunks"),
      other: `${number((ms * 100) / whole)} %`,
      ratio: "-",
      reach,
    });
    const rest = whole - stages.reduce((sum, stage) => sum + parts[stage], 0);
    rows.push(
      row(`whole (${chunks} chunks)`, whole, "-"),
      row("whole without model time", whole - parts.embed, ">= 2,000 chunks/s"),
      ...stages.map((stage) => row(`  ${stage}`, parts[stage], "-")),
      row("  SQL, files, events", rest, "-"),
    );
  }
  return rows;
}

async function upload({ id: tenantId, datasetId, people }: TestTenant, content: Uint8Array): Promise<string> {
  const id = newId("upload");
  const s3Key = `uploads/${tenantId}/${id}`;
  await as(machine(tenantId), () => put(s3Key, content, "text/markdown"));
  await asPlatform((tx) =>
    tx
      .insertInto("uploads")
      .values({
        tenantId,
        id,
        purpose: "dataset",
        fileName: `${id}.md`,
        mime: "text/markdown",
        bytes: content.byteLength,
        sha256: sha256(content),
        s3Key,
        status: "stored",
        expiresAt: new Date(Date.now() + 3_600_000),
      })
      .execute(),
  );
  const [file] = await as(people.TA, () => Dataset.addFiles(datasetId, { uploadIds: [id] }));
  return file?.id ?? "";
}

async function stagesOf(
  content: Uint8Array,
  datasetId: string,
): Promise<{ chunks: number; parts: Record<Stage, number> }> {
  const parts: Record<Stage, number> = { parse: 0, chunk: 0, embed: 0, terms: 0, vectors: 0 };
  const stage = async <T>(name: Stage, work: () => T | Promise<T>): Promise<T> => {
    const startedMs = performance.now();
    const result = await work();
    parts[name] += performance.now() - startedMs;
    return result;
  };
  const parsed = await stage("parse", async () => parseFile(content, await sniff(content, "file.md")));
  const chunks = await stage("chunk", () => chunkFile(parsed, chunking, estimateTokens));
  for (let at = 0; at < chunks.length; at += batchSize) {
    const batch = chunks.slice(at, at + batchSize);
    const vectors = await stage("embed", () =>
      embed(
        defaultEmbeddingModel,
        batch.map(({ text }) => text),
        { workId: "bench" },
      ),
    );
    await stage("terms", () => batch.map(({ headingPath, text }) => termsOf(`${headingPath ?? ""} ${text}`)));
    const facts = {
      datasetId,
      fileId: newId("datasetFile"),
      generation: 1,
      trust: "own",
      createdAt: 0,
      importance: 0.5,
    };
    await stage("vectors", () =>
      upsert(
        defaultEmbeddingModel,
        vectors.map((vector) => ({ id: randomUUID(), vector, chunkId: newId("chunk"), ...facts })),
      ),
    );
  }
  return { chunks: chunks.length, parts };
}
