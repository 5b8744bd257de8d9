import { imageSize } from "image-size";
import * as Crawled from "#core/dataset/crawled.ts";
import { sniff } from "#core/dataset/sniff.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import { add, close, type Waiting } from "./frontier.ts";
import { change, type Job, jobOf } from "./job.ts";
import type { PageImage } from "./page.ts";
import { settle } from "./settle.ts";
import { cleaned } from "./url.ts";
import type { Visited, Visitor, Wanted } from "./visit.ts";

const imageBytesMax = 10 * 1024 ** 2;
const documentBytesMax = 20 * 1024 ** 2;
const sideMin = 100;
const hopsMax = 5;
const extensions: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
};

/** Notes which images a page shows; those that are not kept yet are gone to. */
export async function link(tx: Tx, job: Job, pageId: string, images: readonly PageImage[]): Promise<void> {
  await tx.deleteFrom("webPageMedia").where("tenantId", "=", tenant()).where("webPageId", "=", pageId).execute();
  for (const [position, { url, alt }] of images.entries()) {
    const media = await noted(tx, "image", url, alt);
    await tx
      .insertInto("webPageMedia")
      .values({ tenantId: tenant(), id: newId("webPageMedia"), webPageId: pageId, webMediaId: media.id, position })
      .execute();
    const isTaken = media.mediaId !== null || media.bytes !== null;
    if (!isTaken) await add(tx, job.id, [{ url, kind: "image", source: "link", depth: 0 }], 1);
  }
}

/** Fetches an image and keeps it, unless it is too small to be one. Images lie where the site's owner put them, so any public host will do. */
export async function takeImage(job: Job, row: Waiting, guest: Visitor): Promise<void> {
  const accepts = (type: string) => type.startsWith("image/") || type === "application/octet-stream";
  const visited = await fetched(guest, row.url, { bytesMax: imageBytesMax, accepts });
  if (visited.kind === "other") return settle(job, row, "skipped", "type");
  if (visited.kind !== "answer") return lost(job, row, visited);
  const { bytes } = visited;
  const known = await mimeOf(bytes);
  const extension = extensions[known];
  const size = extension && sizeOf(bytes);
  if (!extension || !size) return settle(job, row, "skipped", "type");
  const isSmall = size.width < sideMin || size.height < sideMin;
  const file = { kind: "image" as const, mime: known, extension, ...size };
  await store(job, row, bytes, file, isSmall ? "small" : "kept");
}

/** Fetches a document of the site, keeps it and gives it to the knowledge base. */
export async function takeDocument(job: Job, row: Waiting, guest: Visitor): Promise<void> {
  if (!(await guest.robotsOf(row.url)).allows(row.url)) return settle(job, row, "skipped", "robots");
  const accepts = (type: string) => !type.startsWith("text/");
  const visited = await fetched(guest, row.url, { bytesMax: documentBytesMax, accepts });
  if (visited.kind === "other") return settle(job, row, "skipped", "type");
  if (visited.kind !== "answer") return lost(job, row, visited);
  const kind = await sniff(visited.bytes, "");
  if (kind !== "pdf" && kind !== "docx") return settle(job, row, "skipped", "type");
  const mime =
    kind === "pdf" ? "application/pdf" : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  await store(job, row, visited.bytes, { kind: "document", mime, extension: kind }, "kept");
}

// Files are often sent from elsewhere; each place they lead to is judged as the first.
async function fetched(guest: Visitor, url: string, wanted: Wanted): Promise<Visited> {
  let visited = await guest.visit(url, wanted);
  for (let hops = 0; visited.kind === "redirect" && hops < hopsMax; hops++) {
    const to = cleaned(visited.to);
    if (!to) return visited;
    visited = await guest.visit(to.href, wanted);
  }
  return visited;
}

function lost(job: Job, row: Waiting, visited: Visited): Promise<void> {
  const isTooLarge = visited.kind === "failed" && visited.code === "too_large";
  return isTooLarge ? settle(job, row, "skipped", "size") : settle(job, row, "failed", "error");
}

interface File {
  kind: "image" | "document";
  mime: string;
  extension: string;
  width?: number;
  height?: number;
}

async function store(job: Job, row: Waiting, bytes: Uint8Array, file: File, fate: "kept" | "small"): Promise<void> {
  const { kind, mime, extension, width = null, height = null } = file;
  const hash = sha256(bytes);
  const s3Key = `media/${tenant()}/page/${job.channelId}/${hash}-original.${extension}`;
  if (fate === "kept") await put(s3Key, bytes, mime);
  const source = kind === "document" ? await Crawled.prepare(bytes, mime) : null;
  const title = nameOf(row.url);
  await transaction(async (tx) => {
    const now = await jobOf(tx, job.id, true);
    if (now?.status !== "running") return;
    if (!(await close(tx, row.id, fate === "kept" ? "done" : "skipped", fate === "kept" ? null : "size"))) return;
    const found = await noted(tx, kind, row.url, null);
    const fileId = source
      ? await Crawled.take(tx, { ...source, id: found.datasetFileId, title, url: row.url, docKind: "document" })
      : null;
    const asset = {
      kind,
      s3Key,
      mime,
      bytes: bytes.byteLength,
      width,
      height,
      sha256: hash,
      altText: found.altText,
      title,
    };
    const mediaId = fate === "kept" ? await shelve(tx, asset) : null;
    await tx
      .updateTable("webMedia")
      .set({ bytes: bytes.byteLength, width, height, mediaId, datasetFileId: fileId })
      .where("tenantId", "=", tenant())
      .where("id", "=", found.id)
      .execute();
    await change(tx, job.id, { bytes: now.bytes + bytes.byteLength });
  });
}

async function noted(tx: Tx, kind: "image" | "document", url: string, altText: string | null) {
  const columns = ["id", "mediaId", "datasetFileId", "altText", "bytes"] as const;
  const known = await tx
    .selectFrom("webMedia")
    .select(columns)
    .where("tenantId", "=", tenant())
    .where("srcSha256", "=", sha256(url))
    .executeTakeFirst();
  if (known) return known;
  return tx
    .insertInto("webMedia")
    .values({ tenantId: tenant(), id: newId("webMedia"), srcUrl: url, srcSha256: sha256(url), kind, altText })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

interface Asset {
  kind: "image" | "document";
  s3Key: string;
  mime: string;
  bytes: number;
  width: number | null;
  height: number | null;
  sha256: string;
  altText: string | null;
  title: string;
}

// The same bytes are one asset, wherever they were found.
async function shelve(tx: Tx, asset: Asset): Promise<string | null> {
  const made = await tx
    .insertInto("media")
    .values({ tenantId: tenant(), id: newId("media"), ...asset, source: "crawl", createdBy: reference() })
    .onConflict((conflict) => conflict.columns(["tenantId", "sha256"]).where("deletedAt", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made) return made.id;
  const known = await tx
    .selectFrom("media")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("sha256", "=", asset.sha256)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  return known?.id ?? null;
}

function nameOf(url: string): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  try {
    return (decodeURIComponent(last) || url).slice(0, 200);
  } catch {
    return (last || url).slice(0, 200);
  }
}

async function mimeOf(bytes: Uint8Array): Promise<string> {
  const { fileTypeFromBuffer } = await import("file-type");
  return (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? "";
}

function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
}
