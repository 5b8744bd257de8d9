import { randomUUID } from "node:crypto";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { add, type Sheets } from "./copy.ts";
import type { Ground } from "./tenant.ts";
import { ago, prose, topic } from "./words.ts";

const chunksEach = 9;

/** A passage that later rows cite. */
export interface Passage {
  chunkId: string;
  fileId: string;
  title: string;
  text: string;
}

/** Documents of nine passages each, ready to be searched. @returns the passages */
export function documents(sheets: Sheets, ground: Ground, count: number): Passage[] {
  return Array.from({ length: count }, (_, number) => document(sheets, ground, number)).flat();
}

function document(sheets: Sheets, { tenantId, datasetId }: Ground, number: number): Passage[] {
  const fileId = newId("datasetFile");
  const title = topic(number);
  const passages = Array.from({ length: chunksEach }, (_, seq) => ({
    chunkId: newId("chunk"),
    fileId,
    title,
    text: `${prose(number + seq, 4)} (${number}.${seq})`,
  }));
  add(sheets, "datasetFiles", {
    tenantId,
    id: fileId,
    datasetId,
    source: "upload",
    docKind: "document",
    title,
    fileName: `document-${number}.md`,
    mime: "text/markdown",
    bytes: passages.reduce((sum, passage) => sum + passage.text.length, 0),
    sha256: sha256(`${tenantId}${number}`),
    s3Key: `rag/${tenantId}/${datasetId}/${fileId}/document-${number}.md`,
    language: "en",
    status: "ready",
    generation: 1,
    chunkCount: chunksEach,
    tokens: chunksEach * 90,
    importance: 0.5,
    trust: "own",
    indexedAt: ago(number),
  });
  let offset = 0;
  for (const [seq, { chunkId, text }] of passages.entries()) {
    add(sheets, "datasetChunks", {
      tenantId,
      id: chunkId,
      datasetId,
      datasetFileId: fileId,
      generation: 1,
      seq,
      headingPath: title,
      text,
      startOffset: offset,
      endOffset: offset + text.length,
      tokens: 90,
      termCount: 60,
      sha256: sha256(text),
      pointId: randomUUID(),
    });
    offset += text.length;
  }
  return passages;
}
