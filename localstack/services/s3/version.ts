import type { Algorithm } from "./checksums.ts";

/** The id of the one version a key has while its bucket keeps no versions. */
export const NULL_VERSION = "null";

/** A promise to keep a version until a time; only GOVERNANCE may be bypassed. */
export interface Retention {
  mode: "GOVERNANCE" | "COMPLIANCE";
  /** ISO 8601. */
  until: string;
}

/** COMPOSITE is a checksum of the checksums of parts. */
export interface StoredChecksum {
  name: Algorithm;
  value: string;
  type?: "FULL_OBJECT" | "COMPOSITE";
}

/** All that is known of one version of an object but its bytes, which are in the file `blob`. */
export interface StoredObject {
  key: string;
  versionId: string;
  blob: string;
  size: number;
  etag: string;
  lastModified: string;
  /** Headers given back as they came: content-type, cache-control, x-amz-meta-*. */
  headers: Record<string, string>;
  checksum?: StoredChecksum | undefined;
  retention?: Retention | undefined;
  legalHold?: boolean | undefined;
  tags?: Record<string, string> | undefined;
}

/** What stands for a deleted object in a bucket that keeps versions. */
export interface DeleteMarker {
  key: string;
  versionId: string;
  lastModified: string;
  deleteMarker: true;
}

export type Version = StoredObject | DeleteMarker;

/** Tells a delete marker from an object. */
export function isMarker(version: Version): version is DeleteMarker {
  return "deleteMarker" in version;
}
