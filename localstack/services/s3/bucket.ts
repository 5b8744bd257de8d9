import type { CorsRule } from "./cors.ts";
import { KeyList, type KeyPage, type PageRequest } from "./key-list.ts";
import { isMarker, type Retention, type StoredObject, type Version } from "./version.ts";

/** The retention every new version of a bucket gets unless its request says another. */
export interface LockDefault {
  mode: Retention["mode"];
  days?: number | undefined;
  years?: number | undefined;
}

/** What may be changed of a bucket. `lock` is there from the moment object lock is enabled and never goes. */
export interface BucketSettings {
  versioning?: "Enabled" | "Suspended" | undefined;
  lock?: { default?: LockDefault | undefined } | undefined;
  cors?: CorsRule[] | undefined;
}

/** A bucket in memory: its settings, and the versions of every key. */
export class Bucket {
  readonly name: string;
  readonly createdAt: string;
  settings: BucketSettings;
  readonly #versions = new Map<string, Version[]>();
  readonly #keys = new KeyList();

  constructor(name: string, createdAt: string, settings: BucketSettings = {}) {
    this.name = name;
    this.createdAt = createdAt;
    this.settings = settings;
  }

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** Every version of every key, the older before the newer. */
  *versions(): Iterable<Version> {
    for (const versions of this.#versions.values()) yield* versions;
  }

  /** The versions of a key, newest first. */
  history(key: string): Version[] {
    return (this.#versions.get(key) ?? []).toReversed();
  }

  /** The newest version of a key, be it an object or a delete marker. */
  latest(key: string): Version | undefined {
    return this.#versions.get(key)?.at(-1);
  }

  /** The object a plain read of the key finds. */
  current(key: string): StoredObject | undefined {
    const latest = this.latest(key);
    return latest && !isMarker(latest) ? latest : undefined;
  }

  version(key: string, versionId: string): Version | undefined {
    return this.#versions.get(key)?.find((version) => version.versionId === versionId);
  }

  /** A page of the keys that a plain read finds. */
  currentPage(request: Omit<PageRequest, "visible">): KeyPage {
    return this.#keys.page({ ...request, visible: (key) => this.current(key) !== undefined });
  }

  /** A page of all keys, deleted ones too. */
  page(request: Omit<PageRequest, "visible">): KeyPage {
    return this.#keys.page(request);
  }

  /** Makes a version the newest of its key, in place of the one with the same id. */
  add(version: Version): void {
    const present = this.#versions.get(version.key);
    if (!present) {
      this.#keys.add(version.key);
      this.#versions.set(version.key, [version]);
      return;
    }
    const at = present.findIndex(({ versionId }) => versionId === version.versionId);
    if (at >= 0) present.splice(at, 1);
    present.push(version);
  }

  /** Changes what is said of a version without making it newer. */
  amend(version: Version): void {
    const present = this.#versions.get(version.key) ?? [];
    const at = present.findIndex(({ versionId }) => versionId === version.versionId);
    if (at >= 0) present[at] = version;
  }

  remove(key: string, versionId: string): void {
    const rest = (this.#versions.get(key) ?? []).filter((version) => version.versionId !== versionId);
    if (rest.length > 0) this.#versions.set(key, rest);
    else if (this.#versions.delete(key)) this.#keys.remove(key);
  }
}
