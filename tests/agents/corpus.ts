import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chunkFile } from "#core/dataset/chunk.ts";
import { parseFile } from "#core/dataset/parse.ts";
import { bm25, corpusOf } from "#core/dataset/rank.ts";
import { termsOf } from "#core/dataset/terms.ts";
import type { SourceChunk } from "#core/run/claims.ts";
import { estimateTokens } from "#platform/model/tokens.ts";
import type { ContextChunk, Envelope } from "#schema/agent.ts";

const root = new URL("../../localstack/demo/sources", import.meta.url).pathname;

/** All passages of one demo company's documents. */
export async function passagesOf(company: string): Promise<(ContextChunk & SourceChunk)[]> {
  const folder = join(root, company);
  const files = await Promise.all(
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .toSorted()
      .map(async (name) => ({ name, parsed: await parseFile(readFileSync(join(folder, name)), "markdown") })),
  );
  return files.flatMap(({ name, parsed }) =>
    chunkFile(parsed, { tokens: 512, overlapPct: 12 }, estimateTokens).map((chunk) => ({
      chunkId: `dsc_${name}_${chunk.seq}`,
      fileId: name,
      fileName: parsed.title ?? name,
      text: chunk.text,
      startOffset: chunk.startOffset,
      endOffset: chunk.endOffset,
      sha256: chunk.sha256,
      score: 0,
      trust: "own" as const,
    })),
  );
}

/** The twelve passages that answer a query best by words alone. */
export function retrieved<T extends ContextChunk>(query: string, passages: readonly T[], max = 12): T[] {
  const documents = passages.map(({ chunkId, text }) => ({ chunkId, terms: termsOf(text), length: text.length / 6 }));
  const hits = bm25(termsOf(query), documents, corpusOf(documents)).slice(0, max);
  return hits.flatMap((hit) => passages.filter((passage) => passage.chunkId === hit.chunkId));
}

export function envelope(fields: Partial<Envelope> = {}): Envelope {
  return {
    runId: "run_1",
    version: 1,
    wakeReason: "new_task",
    locale: "en-US",
    timeZone: "UTC",
    now: "2026-06-01T08:00:00.000Z",
    contextFile: "",
    chunks: [],
    bannedWords: [],
    ...fields,
  };
}
