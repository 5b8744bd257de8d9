import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Journal, jsonRecord, openJournal } from "../journal.ts";
import { Bucket, type BucketSettings } from "./bucket.ts";
import { noSuchBucket, S3Failure } from "./failure.ts";
import { type DeleteMarker, isMarker, NULL_VERSION, type StoredObject, type Version } from "./version.ts";

/** An object on its way in, before it has a version, a file and a time. */
export type Draft = Omit<StoredObject, "blob" | "lastModified" | "versionId">;

/** What is to be deleted: a version, or without one the object as a whole. */
export interface Target {
  key: string;
  versionId?: string | undefined;
}

/** What a deletion did: `versionId` is that of the version removed or of the marker made; `marker` when one was removed or made. */
export interface Deleted {
  key: string;
  versionId: string | undefined;
  marker: "made" | "removed" | undefined;
}

type Change =
  | { op: "bucket"; name: string; createdAt: string; settings?: BucketSettings }
  | { op: "settings"; name: string; settings: BucketSettings }
  | { op: "dropBucket"; name: string }
  | { op: "put"; bucket: string; object: Version }
  | { op: "amend"; bucket: string; object: Version }
  | { op: "delete"; bucket: string; keys: string[]; versionId?: string };

/**
 * Buckets and objects: the index in memory and in a journal, each version's bytes in a file of its own that never changes. A version
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

  createBucket(name: string, settings: BucketSettings = {}): void {
    const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
    if (!isName || /^\d+(\.\d+){3}$/.test(name)) {
      throw new S3Failure(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    this.#change({ op: "bucket", name, createdAt: new Date().toISOString(), settings });
  }

  /** Changes some settings of a bucket. */
  configure(name: string, settings: BucketSettings): void {
    this.#change({ op: "settings", name, settings: { ...this.bucket(name).settings, ...settings } });
  }

  dropBucket(name: string): void {
    const bucket = this.bucket(name);
    if (!bucket.isEmpty) {
      const versions = bucket.settings.versioning ? " You must delete all versions in the bucket." : "";
      throw new S3Failure(409, "BucketNotEmpty", `The bucket you tried to delete is not empty.${versions}`);
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

  /** Makes bytes that have arrived the newest version of a key. `allowed` may refuse at the last moment. */
  async put(
    bucketName: string,
    file: string,
    draft: Draft,
    allowed: (present: StoredObject | undefined) => void = () => {},
  ): Promise<StoredObject> {
    const blob = randomUUID();
    const kept = join(this.#blobsDir, blob.slice(0, 2), blob);
    mkdirSync(join(this.#blobsDir, blob.slice(0, 2)), { recursive: true });
    let replaced: Version | undefined;
    let stored: StoredObject;
    try {
      await rename(file, kept);
      const bucket = this.bucket(bucketName);
      allowed(bucket.current(draft.key));
      const versionId = newVersionId(bucket);
      stored = { ...draft, versionId, blob, lastModified: new Date().toISOString() };
      replaced = bucket.version(draft.key, versionId);
      this.#change({ op: "put", bucket: bucketName, object: stored });
    } catch (error) {
      await Promise.all([rm(file, { force: true }), rm(kept, { force: true })]);
      throw error;
    }
    if (replaced) await this.#dropBytes([replaced]);
    return stored;
  }

  /** Changes what is said of a version: its lock, its tags. */
  amend(bucketName: string, object: StoredObject): void {
    this.#change({ op: "amend", bucket: bucketName, object });
  }

  /** A copy of an object's bytes on their way in. */
  async copyBytes(object: StoredObject): Promise<string> {
    const file = this.incomingFile();
    await copyFile(this.blobFile(object), file);
    return file;
  }

  /**
   * Deletes all targets in one journal write: a named version is removed; a key as a whole gets a delete marker when its bucket keeps
   * versions and is removed otherwise. What is not there is no error.
   */
  async delete(bucketName: string, targets: Target[]): Promise<Deleted[]> {
    const bucket = this.bucket(bucketName);
    const removed: Version[] = [];
    const changes: Change[] = [];
    const done = targets.map(({ key, versionId }): Deleted => {
      const id = versionId ?? NULL_VERSION;
      const isMarked = versionId === undefined && bucket.settings.versioning !== undefined;
      const marker = isMarked ? newMarker(bucket, key) : undefined;
      const victim = bucket.version(key, marker?.versionId ?? id);
      if (victim) removed.push(victim);
      if (marker) changes.push({ op: "put", bucket: bucketName, object: marker });
      else if (victim) changes.push({ op: "delete", bucket: bucketName, keys: [key], versionId: id });
      if (marker) return { key, versionId: marker.versionId, marker: "made" };
      return { key, versionId, marker: victim && isMarker(victim) ? "removed" : undefined };
    });
    this.#change(...changes);
    await this.#dropBytes(removed);
    return done;
  }

  async #dropBytes(versions: Version[]): Promise<void> {
    const objects = versions.flatMap((version) => (isMarker(version) ? [] : version));
    await Promise.all(objects.map((object) => rm(this.blobFile(object), { force: true })));
  }

  #change(...changes: Change[]): void {
    this.#journal.append(...changes.map(jsonRecord));
    for (const change of changes) this.#apply(change);
  }

  #apply(change: Change): void {
    if (change.op === "bucket") {
      this.buckets.set(change.name, new Bucket(change.name, change.createdAt, change.settings));
    } else if (change.op === "settings") this.bucket(change.name).settings = change.settings;
    else if (change.op === "dropBucket") this.buckets.delete(change.name);
    else if (change.op === "put") this.bucket(change.bucket).add({ ...change.object, versionId: idOf(change.object) });
    else if (change.op === "amend") this.bucket(change.bucket).amend(change.object);
    else for (const key of change.keys) this.bucket(change.bucket).remove(key, change.versionId ?? NULL_VERSION);
  }

  *#snapshot(): Iterable<Uint8Array> {
    for (const bucket of this.buckets.values()) {
      const { name, createdAt, settings } = bucket;
      yield jsonRecord({ op: "bucket", name, createdAt, settings } satisfies Change);
      for (const object of bucket.versions()) yield jsonRecord({ op: "put", bucket: name, object } satisfies Change);
    }
  }

  /** Removes files no version refers to: left when the process was killed between a file and its journal record. */
  #sweep(): void {
    const versions = [...this.buckets.values()].flatMap((bucket) => [...bucket.versions()]);
    const known = new Set(versions.map((version) => (isMarker(version) ? "" : version.blob)));
    for (const shelf of readdirSync(this.#blobsDir)) {
      for (const blob of readdirSync(join(this.#blobsDir, shelf))) {
        if (!known.has(blob)) rmSync(join(this.#blobsDir, shelf, blob), { force: true });
      }
    }
  }
}

function newVersionId(bucket: Bucket): string {
  return bucket.settings.versioning === "Enabled" ? randomBytes(16).toString("hex") : NULL_VERSION;
}

function newMarker(bucket: Bucket, key: string): DeleteMarker {
  return { key, versionId: newVersionId(bucket), lastModified: new Date().toISOString(), deleteMarker: true };
}

/** Journals written before buckets kept versions name none. */
function idOf(version: Partial<Version>): string {
  return version.versionId ?? NULL_VERSION;
}
