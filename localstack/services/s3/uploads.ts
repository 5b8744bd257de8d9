import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Algorithm, algorithms } from "./checksums.ts";
import { S3Failure } from "./failure.ts";
import type { Lock } from "./object-lock.ts";
import type { Received } from "./payload.ts";
import type { Store } from "./store.ts";
import type { StoredChecksum } from "./version.ts";

/** An upload in parts, under way. `lock` is what the object will be locked with. */
export interface Upload {
  bucket: string;
  key: string;
  initiated: string;
  headers: Record<string, string>;
  checksum?: { name: Algorithm; type: NonNullable<StoredChecksum["type"]> } | undefined;
  tags?: Record<string, string> | undefined;
  lock?: Lock | undefined;
}

/** A part that has arrived. */
export interface Part {
  number: number;
  etag: string;
  file: string;
  size: number;
  modified: Date;
  checksum: Received["checksum"];
}

/** An upload under way and the directory that holds it: `upload.json` and a file per part, so that it survives a restart. */
export interface OpenUpload {
  id: string;
  dir: string;
  upload: Upload;
}

/** Opens an upload; it appears whole or not at all. */
export async function beginUpload(store: Store, upload: Upload): Promise<string> {
  const id = randomUUID();
  const incoming = store.incomingFile();
  await mkdir(incoming);
  await writeFile(join(incoming, "upload.json"), JSON.stringify(upload));
  await rename(incoming, join(store.uploadsDir, id));
  return id;
}

/** @throws S3Failure 404 NoSuchUpload when it is not there or belongs to another key */
export async function findUpload(store: Store, id: string, bucket: string, key: string): Promise<OpenUpload> {
  const found = /^[0-9a-f-]{36}$/.test(id) ? await readUpload(store, id) : undefined;
  if (!found || found.upload.bucket !== bucket || found.upload.key !== key) throw noSuchUpload();
  return found;
}

/** The uploads of a bucket, those of one key in the order they were begun. */
export async function uploadsOf(store: Store, bucket: string): Promise<OpenUpload[]> {
  const all = await Promise.all((await readdir(store.uploadsDir)).map((id) => readUpload(store, id)));
  const own = all.filter((found) => found?.upload.bucket === bucket).flatMap((found) => found ?? []);
  const begun = ({ id, upload }: OpenUpload): string => `${upload.initiated} ${id}`;
  return own.sort((a, b) => (begun(a) < begun(b) ? -1 : 1));
}

async function readUpload(store: Store, id: string): Promise<OpenUpload | undefined> {
  const dir = join(store.uploadsDir, id);
  const text = await readFile(join(dir, "upload.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : { id, dir, upload: JSON.parse(text) as Upload };
}

/** Makes bytes that have arrived a part, in place of the one with the same number. */
export async function keepPart(
  { dir }: OpenUpload,
  number: number,
  file: string,
  { md5, checksum }: Pick<Received, "md5" | "checksum">,
): Promise<void> {
  const sum = checksum ? `-${checksum.name}-${Buffer.from(checksum.value, "base64").toString("hex")}` : "";
  const kept = join(dir, `${number}-${md5}${sum}`);
  const former = (await partsOf(dir)).filter((part) => part.number === number && part.file !== kept);
  await rename(file, kept).catch(async () => {
    await rm(file, { force: true });
    throw noSuchUpload();
  });
  await Promise.all(former.map((part) => rm(part.file, { force: true })));
}

/** The parts that have arrived, in order of their numbers. */
export async function partsOf(dir: string): Promise<Part[]> {
  const names = await readdir(dir).catch(() => {
    throw noSuchUpload();
  });
  const parts = await Promise.all(
    names.filter((name) => /^\d+-[0-9a-f]{32}/.test(name)).map((name) => part(dir, name)),
  );
  return parts.flatMap((found) => found ?? []).sort((a, b) => a.number - b.number);
}

async function part(dir: string, name: string): Promise<Part | undefined> {
  const [number, etag = "", sum, digest = ""] = name.split("-");
  const file = join(dir, name);
  const facts = await stat(file).catch(() => undefined);
  if (!facts) return undefined;
  const algorithm = algorithms.find((known) => known === sum);
  const checksum = algorithm && { name: algorithm, value: Buffer.from(digest, "hex").toString("base64") };
  return { number: Number(number), etag, file, size: facts.size, modified: facts.mtime, checksum };
}

function noSuchUpload(): S3Failure {
  return new S3Failure(
    404,
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  );
}
