import type { BlogPost, Claim } from "#schema/blog.ts";
import type { FileChunk } from "#schema/dataset.ts";
import type { Page } from "#schema/page.ts";
import type { Client } from "../client.ts";
import { insist } from "../report.ts";

export interface Evidence {
  claims: number;
  supported: number;
  sources: number;
  files: number;
}

/** Opens the passage behind every citation: the sentence stands in the post, the quote stands in the passage, to the character. */
export async function checkEvidence(reader: Client, post: BlogPost): Promise<Evidence> {
  const { items: claims } = await reader.get<{ items: Claim[] }>(`/tenant/v1/blog-posts/${post.id}/claims`);
  const supported = claims.filter(({ support }) => support === "supported");
  insist(claims.length > 0, "the post has no factual sentences with their support");
  insist(supported.length > 0, `none of ${claims.length} factual sentences is supported by a passage`);
  for (const claim of claims) {
    const stands = post.body.slice(claim.startOffset, claim.endOffset);
    insist(stands === claim.text, `the claim "${claim.text}" is said to stand where the post has "${stands}"`);
    insist(claim.support !== "supported" || claim.sources.length > 0, `"${claim.text}" is supported by nothing`);
  }
  const sources = claims.flatMap((claim) => claim.sources);
  const files = [...new Set(sources.map(({ fileId }) => fileId))];
  for (const fileId of files) {
    const chunks = new Map((await allChunks(reader, fileId)).map((chunk) => [chunk.id, chunk]));
    for (const source of sources.filter((one) => one.fileId === fileId)) {
      const chunk = chunks.get(source.chunkId);
      insist(chunk, `the passage ${source.chunkId} of ${source.fileTitle} cannot be opened`);
      const quoted = chunk.text.slice(source.startOffset - chunk.startOffset, source.endOffset - chunk.startOffset);
      insist(quoted === source.quote, `"${source.quote}" is said to stand where ${source.fileTitle} has "${quoted}"`);
    }
  }
  return { claims: claims.length, supported: supported.length, sources: sources.length, files: files.length };
}

async function allChunks(reader: Client, fileId: string): Promise<FileChunk[]> {
  const chunks: FileChunk[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<FileChunk> = await reader.get(`/tenant/v1/dataset-files/${fileId}/chunks?limit=100${query}`);
    chunks.push(...page.items);
    cursor = page.nextCursor;
  }
  return chunks;
}
