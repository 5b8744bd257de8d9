import type { ServerResponse } from "node:http";
import { routeSettings, settingsNames } from "./bucket-settings.ts";
import { malformedXml, notAllowed, notImplemented, S3Failure } from "./failure.ts";
import { listObjects, listUploads, listVersions } from "./list-routes.ts";
import { isBypassed } from "./lock-routes.ts";
import { refuseUnsupported } from "./object-headers.ts";
import { refuseLocked } from "./object-lock.ts";
import { receiveText, requireBodyProof } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Deleted, Store, Target } from "./store.ts";
import { blocks, element, textOf, xmlDocument } from "./xml.ts";

const BATCH_MAX = 1_000;
const listParameters = [
  "list-type",
  "prefix",
  "delimiter",
  "max-keys",
  "max-uploads",
  "continuation-token",
  "start-after",
  "key-marker",
  "version-id-marker",
  "upload-id-marker",
  "encoding-type",
  "fetch-owner",
];

/** Answers a request about the account or about a bucket as a whole. */
export async function routeBucket(
  request: S3Request,
  signed: Signed,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { method, bucket, query, message } = request;
  if (bucket === "") {
    if (method !== "GET") throw notAllowed();
    return replyXml(res, listBuckets(store));
  }
  refuseUnsupported(message);
  const subresource = [...query.keys()].find((name) => !listParameters.includes(name) && !/^x-(id$|amz-)/i.test(name));
  if (method === "PUT" && subresource === undefined) return createBucket(request, signed, store, res);
  store.bucket(bucket);
  if (subresource !== undefined) {
    if (settingsNames.includes(subresource)) return routeSettings(request, subresource, signed, store, res);
    const xml = await answerSubresource(request, subresource, signed, store);
    return replyXml(res, xml);
  }
  if (method === "HEAD") return replyEmpty(res, 200, { "x-amz-bucket-region": "us-east-1" });
  if (method === "GET") return replyXml(res, listObjects(request, store));
  if (method !== "DELETE") throw notAllowed();
  store.dropBucket(bucket);
  replyEmpty(res, 204);
}

async function answerSubresource(
  request: S3Request,
  subresource: string,
  signed: Signed,
  store: Store,
): Promise<string> {
  const { method } = request;
  if (method === "POST" && subresource === "delete") return await deleteMany(request, signed, store);
  if (method === "GET" && subresource === "versions") return listVersions(request, store);
  if (method === "GET" && subresource === "uploads") return await listUploads(request, store);
  if (method === "GET" && subresource === "location") return xmlDocument("LocationConstraint", "");
  throw notImplemented(`The query ?${subresource}`);
}

async function createBucket(request: S3Request, signed: Signed, store: Store, res: ServerResponse): Promise<void> {
  const { bucket, message } = request;
  await receiveText(request, signed);
  if (store.buckets.has(bucket)) {
    const message409 = "Your previous request to create the named bucket succeeded and you already own it.";
    throw new S3Failure(409, "BucketAlreadyOwnedByYou", message409, { details: { BucketName: bucket } });
  }
  const hasLock = header(message, "x-amz-bucket-object-lock-enabled")?.toLowerCase() === "true";
  store.createBucket(bucket, hasLock ? { versioning: "Enabled", lock: {} } : {});
  replyEmpty(res, 200, { location: `/${bucket}` });
}

function listBuckets(store: Store): string {
  const buckets = [...store.buckets.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, createdAt }) => `<Bucket>${element("Name", name)}${element("CreationDate", createdAt)}</Bucket>`);
  const owner = `<Owner>${element("ID", "local")}</Owner>`;
  return xmlDocument("ListAllMyBucketsResult", `${owner}<Buckets>${buckets.join("")}</Buckets>`);
}

async function deleteMany(request: S3Request, signed: Signed, store: Store): Promise<string> {
  const { bucket: name, message } = request;
  requireBodyProof(message, "Missing required header for this request: Content-MD5");
  const body = await receiveText(request, signed);
  const targets = blocks(body, "Object").map(readTarget);
  if (targets.length === 0 || targets.length > BATCH_MAX) throw malformedXml();
  const bucket = store.bucket(name);
  const errors: string[] = [];
  const open = targets.filter(({ key, versionId }) => {
    const failure =
      versionId === undefined
        ? undefined
        : lockFailure(() => refuseLocked(bucket.version(key, versionId), isBypassed(request), new Date()));
    if (failure) errors.push(showError(failure, key, versionId));
    return failure === undefined;
  });
  const deleted = await store.delete(name, open);
  const quiet = textOf(body, "Quiet") === "true";
  return xmlDocument("DeleteResult", [...(quiet ? [] : deleted.map(showDeleted)), ...errors].join(""));
}

function readTarget(block: string): Target {
  const key = textOf(block, "Key");
  if (!key) throw malformedXml();
  const condition = ["ETag", "LastModifiedTime", "Size"].find((name) => textOf(block, name) !== undefined);
  if (condition) throw notImplemented(`${condition} in DeleteObjects`);
  return { key, versionId: textOf(block, "VersionId") || undefined };
}

function lockFailure(check: () => void): S3Failure | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof S3Failure) return error;
    throw error;
  }
}

function showError({ code, message }: S3Failure, key: string, versionId: string | undefined): string {
  const fields = [
    element("Key", key),
    element("VersionId", versionId),
    element("Code", code),
    element("Message", message),
  ];
  return `<Error>${fields.join("")}</Error>`;
}

function showDeleted({ key, versionId, marker }: Deleted): string {
  const fields = [
    element("Key", key),
    element("VersionId", marker === "made" ? undefined : versionId),
    element("DeleteMarker", marker ? true : undefined),
    element("DeleteMarkerVersionId", marker ? versionId : undefined),
  ];
  return `<Deleted>${fields.join("")}</Deleted>`;
}
