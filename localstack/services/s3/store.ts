import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Journal, jsonRecord, openJournal } from "../journal.ts";
import { noSuchBucket, S3Failure } from "./failure.ts";
import { KeyList } from "./key-list.ts";

/** All that is known of an object but its bytes, which are in the file `blob`. */
export interface StoredObject {
  key: string;
  blob: string;
  size: number;
  etag: string;
  lastModified: string;
  /** Headers given back as they came: content-type, cache-control, x-amz-meta-*. */
  headers: Record<string, string>;
  checksum?: { name: string; value: string } | undefined;
}

interface Bucket {
  name: string;
  createdAt: string;
  objects: Map<string, StoredObject>;
  keys: KeyList;
}

type Change =
  | { op: "bucket"; name: string; createdAt: string }
  | { op: "dropBucket"; name: string }
  | { op: "put"; bucket: string; object: StoredObject }
  | { op: "delete"; bucket: string; keys: string[] };

/**
 * Buckets and objects: the index in memory and in a journal, each object's bytes in a file of its own that never changes. An object
 * appears when its journal record is written, so a reader sees the old or the new bytes, never a mixture.
 */
export class Store {
  readonly buckets = new Map<string, Bucket>();
  readonly uploadsDir: string;
  readonly #blobsDir: string;
  readonly #incomingDir: string;
  readonly #journal: Journal;

  constructor(dataDir: string) {
    this.#blobsDir = join(dataDir, "blobs");
    this.#incomingDir = join(dataDir, "incoming");
    this.uploadsDir = join(dataDir, "uploads");
    rmSync(this.#incomingDir, { recursive: true, force: true });
    for (const dir of [this.#blobsDir, this.#incomingDir, this.uploadsDir]) mkdirSync(dir, { recursive: true });
    this.#journal = openJournal(join(dataDir, "s3.journal"), {
      replay: (record) => this.#apply(JSON.parse(record.toString("utf8")) as Change),
      snapshot: () => this.#snapshot(),
    });
    this.#sweep();
  }

  close(): void {
    this.#journal.close();
  }

  /** @throws S3Failure 404 NoSuchBucket */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw noSuchBucket();
    return bucket;
  }

  createBucket(name: string): void {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new S3Failure(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    this.#change({ op: "bucket", name, createdAt: new Date().toISOString() });
  }

  dropBucket(name: string): void {
    if (this.bucket(name).objects.size > 0) {
      throw new S3Failure(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    this.#change({ op: "dropBucket", name });
  }

  /** A path for bytes on their way in; whatever is left there is removed at the next start. */
  incomingFile(): string {
    return join(this.#incomingDir, randomUUID());
  }

  blobFile(object: StoredObject): string {
    return join(this.#blobsDir, object.blob.slice(0, 2), object.blob);
  }

  /** Makes bytes that have arrived the content of a key and removes what the key held before. `allowed` may refuse at the last moment. */
  async put(
    bucketName: string,
    file: string,
    object: Omit<StoredObject, "blob" | "lastModified">,
    allowed: (present: StoredObject | undefined) => void = () => {},
  ): Promise<StoredObject> {
    const bucket = this.bucket(bucketName);
    const stored: StoredObject = { ...object, blob: randomUUID(), lastModified: new Date().toISOString() };
    mkdirSync(join(this.#blobsDir, stored.blob.slice(0, 2)), { recursive: true });
    try {
      allowed(bucket.objects.get(object.key));
      await rename(file, this.blobFile(stored));
      allowed(bucket.objects.get(object.key));
    } catch (error) {
      await Promise.all([rm(file, { force: true }), rm(this.blobFile(stored), { force: true })]);
      throw error;
    }
    const replaced = bucket.objects.get(object.key);
    this.#change({ op: "put", bucket: bucketName, object: stored });
    if (replaced) await rm(this.blobFile(replaced), { force: true });
    return stored;
  }

  /** A copy of an object's bytes on their way in. */
  async copyBytes(object: StoredObject): Promise<string> {
    const file = this.incomingFile();
    await copyFile(this.blobFile(object), file);
    return file;
  }

  /** Removes keys; a key that is not there is no error. */
  async delete(bucketName: string, keys: string[]): Promise<void> {
    const bucket = this.bucket(bucketName);
    const removed = keys.flatMap((key) => bucket.objects.get(key) ?? []);
    if (removed.length === 0) return;
    this.#change({ op: "delete", bucket: bucketName, keys: removed.map((object) => object.key) });
    await Promise.all(removed.map((object) => rm(this.blobFile(object), { force: true })));
  }

  #change(change: Change): void {
    this.#journal.append(jsonRecord(change));
    this.#apply(change);
  }

  #apply(change: Change): void {
    if (change.op === "bucket") {
      const { name, createdAt } = change;
      this.buckets.set(name, { name, createdAt, objects: new Map(), keys: new KeyList() });
    } else if (change.op === "dropBucket") this.buckets.delete(change.name);
    else if (change.op === "put") {
      const { objects, keys } = this.bucket(change.bucket);
      if (!objects.has(change.object.key)) keys.add(change.object.key);
      objects.set(change.object.key, change.object);
    } else {
      const { objects, keys } = this.bucket(change.bucket);
      for (const key of change.keys) if (objects.delete(key)) keys.remove(key);
    }
  }

  *#snapshot(): Iterable<Uint8Array> {
    for (const { name, createdAt, objects } of this.buckets.values()) {
      yield jsonRecord({ op: "bucket", name, createdAt } satisfies Change);
      for (const object of objects.values()) yield jsonRecord({ op: "put", bucket: name, object } satisfies Change);
    }
  }

  /** Removes files no object refers to: left when the process was killed between a file and its journal record. */
  #sweep(): void {
    const known = new Set<string>();
    for (const bucket of this.buckets.values()) for (const object of bucket.objects.values()) known.add(object.blob);
    for (const shelf of readdirSync(this.#blobsDir)) {
      for (const blob of readdirSync(join(this.#blobsDir, shelf))) {
        if (!known.has(blob)) rmSync(join(this.#blobsDir, shelf, blob), { force: true });
      }
    }
  }
}
