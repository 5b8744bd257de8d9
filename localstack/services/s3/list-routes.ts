import { invalidArgument, notImplemented } from "./failure.ts";
import { KeyList } from "./key-list.ts";
import { readListing, type Spread, showListing, showPrefixes, spread } from "./listing.ts";
import type { S3Request } from "./request.ts";
import type { Store } from "./store.ts";
import { type OpenUpload, uploadsOf } from "./uploads.ts";
import { isMarker, type StoredObject, type Version } from "./version.ts";
import { element, xmlDocument } from "./xml.ts";

const owner = `<Owner>${element("ID", "local")}${element("DisplayName", "local")}</Owner>`;

/** Answers ListObjectsV2. */
export function listObjects({ bucket, query }: S3Request, store: Store): string {
  const type = query.get("list-type");
  if (type === undefined) throw notImplemented("Version 1 of ListObjects");
  if (type !== "2") throw invalidArgument("Invalid List Type specified in request");
  const listing = readListing(query, "max-keys");
  const token = query.get("continuation-token");
  const after = token === undefined ? (query.get("start-after") ?? "") : readToken(token);
  const source = store.bucket(bucket);
  const { prefix, delimiter, max, show } = listing;
  const empty = { entries: [], truncated: false };
  const page = max === 0 ? empty : source.currentPage({ prefix, delimiter, after, max });
  const last = page.entries.at(-1)?.name ?? "";
  const withOwner = query.get("fetch-owner") === "true";
  const objects = page.entries.flatMap(({ name, isPrefix }) => (isPrefix ? [] : (source.current(name) ?? [])));
  const prefixes = page.entries.filter(({ isPrefix }) => isPrefix).map(({ name }) => name);
  const startAfter = query.get("start-after");
  const fields = [
    element("Name", bucket),
    showListing(listing, query),
    element("KeyCount", page.entries.length),
    element("MaxKeys", max),
    element("IsTruncated", page.truncated),
    element("ContinuationToken", token),
    element("NextContinuationToken", page.truncated ? Buffer.from(last).toString("base64url") : undefined),
    element("StartAfter", startAfter === undefined ? undefined : show(startAfter)),
    ...objects.map((object) => {
      const about = element("Key", show(object.key)) + showObject(object) + (withOwner ? owner : "");
      return `<Contents>${about}</Contents>`;
    }),
    showPrefixes(prefixes, listing),
  ];
  return xmlDocument("ListBucketResult", fields.join(""));
}

function readToken(token: string): string {
  const after = Buffer.from(token, "base64url").toString("utf8");
  if (!after) throw invalidArgument("The continuation token provided is incorrect");
  return after;
}

function showObject(object: StoredObject): string {
  const { lastModified, etag, size, checksum } = object;
  return [
    element("LastModified", lastModified),
    element("ETag", `"${etag}"`),
    element("ChecksumAlgorithm", checksum?.name.toUpperCase()),
    element("ChecksumType", checksum ? (checksum.type ?? "FULL_OBJECT") : undefined),
    element("Size", size),
    element("StorageClass", "STANDARD"),
  ].join("");
}

/** Answers ListObjectVersions. */
export function listVersions({ bucket, query }: S3Request, store: Store): string {
  const listing = readListing(query, "max-keys");
  const start = readStart(query, "version-id-marker");
  if (start.id !== undefined && !query.has("key-marker")) {
    throw invalidArgument("A version-id marker cannot be specified without a key marker.");
  }
  const source = store.bucket(bucket);
  const page = spread(
    listing,
    start,
    (request) => source.page(request),
    (key) => source.history(key),
    (version) => version.versionId,
  );
  const last = lastOf(page);
  const { max, show } = listing;
  const fields = [
    element("Name", bucket),
    showListing(listing, query),
    element("KeyMarker", show(start.key)),
    element("VersionIdMarker", start.id ?? ""),
    element("NextKeyMarker", page.truncated && last ? show("item" in last ? last.item.key : last.prefix) : undefined),
    element("NextVersionIdMarker", page.truncated && last && "item" in last ? last.item.versionId : undefined),
    element("MaxKeys", max),
    element("IsTruncated", page.truncated),
    ...itemsOf(page).map((version) => showVersion(version, source.latest(version.key) === version, show)),
    showPrefixes(prefixesOf(page), listing),
  ];
  return xmlDocument("ListVersionsResult", fields.join(""));
}

function showVersion(version: Version, isLatest: boolean, show: (text: string) => string): string {
  const identity = [
    element("Key", show(version.key)),
    element("VersionId", version.versionId),
    element("IsLatest", isLatest),
  ].join("");
  return isMarker(version)
    ? `<DeleteMarker>${identity}${element("LastModified", version.lastModified)}${owner}</DeleteMarker>`
    : `<Version>${identity}${showObject(version)}${owner}</Version>`;
}

/** Answers ListMultipartUploads. */
export async function listUploads({ bucket, query }: S3Request, store: Store): Promise<string> {
  const listing = readListing(query, "max-uploads");
  const start = readStart(query, "upload-id-marker");
  const open = Map.groupBy(await uploadsOf(store, bucket), ({ upload }) => upload.key);
  const keys = new KeyList();
  for (const key of open.keys()) keys.add(key);
  const page = spread<OpenUpload>(
    listing,
    start,
    (request) => keys.page(request),
    (key) => open.get(key) ?? [],
    ({ id }) => id,
  );
  const last = lastOf(page);
  const { max, show } = listing;
  const fields = [
    element("Bucket", bucket),
    showListing(listing, query),
    element("KeyMarker", show(start.key)),
    element("UploadIdMarker", start.id ?? ""),
    element(
      "NextKeyMarker",
      page.truncated && last ? show("item" in last ? last.item.upload.key : last.prefix) : undefined,
    ),
    element("NextUploadIdMarker", page.truncated && last && "item" in last ? last.item.id : undefined),
    element("MaxUploads", max),
    element("IsTruncated", page.truncated),
    ...itemsOf(page).map(({ id, upload }) => {
      const about = [
        element("Key", show(upload.key)),
        element("UploadId", id),
        element("StorageClass", "STANDARD"),
        element("Initiated", upload.initiated),
        element("ChecksumAlgorithm", upload.checksum?.name.toUpperCase()),
        element("ChecksumType", upload.checksum?.type),
      ];
      return `<Upload>${about.join("")}</Upload>`;
    }),
    showPrefixes(prefixesOf(page), listing),
  ];
  return xmlDocument("ListMultipartUploadsResult", fields.join(""));
}

function readStart(query: Map<string, string>, idName: string): { key: string; id: string | undefined } {
  return { key: query.get("key-marker") ?? "", id: query.get(idName) || undefined };
}

function lastOf<Item>({ entries }: Spread<Item>): Spread<Item>["entries"][number] | undefined {
  return entries.at(-1);
}

function itemsOf<Item>({ entries }: Spread<Item>): Item[] {
  return entries.flatMap((entry) => ("item" in entry ? [entry.item] : []));
}

function prefixesOf<Item>({ entries }: Spread<Item>): string[] {
  return entries.flatMap((entry) => ("prefix" in entry ? [entry.prefix] : []));
}
