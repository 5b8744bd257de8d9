import type { Bucket } from "./bucket.ts";
import { noSuchKey, notAllowed, S3Failure } from "./failure.ts";
import type { S3Request } from "./request.ts";
import type { Store } from "./store.ts";
import { isMarker, type StoredObject } from "./version.ts";

/**
 * The object a request names, by its `versionId` or as the newest version of its key.
 * @throws S3Failure 404 NoSuchKey or NoSuchVersion, 405 MethodNotAllowed for a delete marker named by its id
 */
export function existing({ bucket, key, query }: S3Request, store: Store): StoredObject {
  return versionOf(store.bucket(bucket), key, query.get("versionId"));
}

/** A version of a key in a bucket, the newest when none is named; fails as `existing` does. */
export function versionOf(bucket: Bucket, key: string, versionId: string | undefined): StoredObject {
  const version = versionId === undefined ? bucket.latest(key) : bucket.version(key, versionId);
  if (!version) {
    if (versionId === undefined) throw noSuchKey();
    throw new S3Failure(404, "NoSuchVersion", "The specified version does not exist.", {
      details: { Key: key, VersionId: versionId },
    });
  }
  if (!isMarker(version)) return version;
  const headers = { "x-amz-delete-marker": "true", "x-amz-version-id": version.versionId };
  if (versionId === undefined) throw noSuchKey(headers);
  throw notAllowed({ ...headers, allow: "DELETE", "last-modified": new Date(version.lastModified).toUTCString() });
}

/** The header that names a version in a bucket that keeps versions. */
export function versionHeader(bucket: Bucket, versionId: string | undefined): Record<string, string> {
  return bucket.settings.versioning && versionId !== undefined ? { "x-amz-version-id": versionId } : {};
}
