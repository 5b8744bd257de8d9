import type { ServerResponse } from "node:http";
import { notAllowed, notImplemented, S3Failure } from "./failure.ts";
import { receiveText } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import type { S3Request } from "./request.ts";
import { encode, type Signed } from "./signature.ts";
import type { Store, StoredObject } from "./store.ts";
import { blocks, element, textOf, xmlDocument } from "./xml.ts";

const PAGE_MAX = 1_000;
const listParameters = [
  "list-type",
  "prefix",
  "delimiter",
  "max-keys",
  "continuation-token",
  "start-after",
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
  const { method, bucket, query } = request;
  if (bucket === "") {
    if (method !== "GET") throw notAllowed();
    return replyXml(res, listBuckets(store));
  }
  const subresource = [...query.keys()].find((name) => !listParameters.includes(name) && !/^x-(id$|amz-)/i.test(name));
  if (method === "PUT" && subresource === undefined) {
    await receiveText(request, signed);
    if (store.buckets.has(bucket)) {
      const message = "Your previous request to create the named bucket succeeded and you already own it.";
      throw new S3Failure(409, "BucketAlreadyOwnedByYou", message);
    }
    store.createBucket(bucket);
    return replyEmpty(res, 200, { location: `/${bucket}` });
  }
  store.bucket(bucket);
  if (method === "POST" && subresource === "delete") return replyXml(res, await deleteMany(request, signed, store));
  if (method === "GET" && subresource === "location") return replyXml(res, xmlDocument("LocationConstraint", ""));
  if (subresource !== undefined) throw notImplemented(`?${subresource}`);
  if (method === "HEAD") return replyEmpty(res, 200);
  if (method === "GET") return replyXml(res, listObjects(request, store));
  if (method !== "DELETE") throw notAllowed();
  store.dropBucket(bucket);
  replyEmpty(res, 204);
}

function listBuckets(store: Store): string {
  const buckets = [...store.buckets.values()].map(
    ({ name, createdAt }) => `<Bucket>${element("Name", name)}${element("CreationDate", createdAt)}</Bucket>`,
  );
  return xmlDocument("ListAllMyBucketsResult", `<Buckets>${buckets.join("")}</Buckets>`);
}

function listObjects({ bucket, query }: S3Request, store: Store): string {
  if (query.get("list-type") !== "2") throw notImplemented("ListObjects version 1");
  const { objects, keys } = store.bucket(bucket);
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const token = query.get("continuation-token");
  const after = token === undefined ? (query.get("start-after") ?? "") : readToken(token);
  const max = Math.min(PAGE_MAX, Number(query.get("max-keys") ?? PAGE_MAX));
  if (!(max >= 0))
    throw new S3Failure(400, "InvalidArgument", "Provided max-keys not an integer or within integer range");
  const page = max === 0 ? { keys: [], prefixes: [], next: undefined } : keys.page(prefix, delimiter, after, max);
  const shown = query.get("encoding-type") === "url" ? encode : (text: string): string => text;
  const contents = page.keys
    .flatMap((key) => objects.get(key) ?? [])
    .map((object) => listed(object, shown(object.key)));
  const prefixes = page.prefixes.map(
    (common) => `<CommonPrefixes>${element("Prefix", shown(common))}</CommonPrefixes>`,
  );
  const head = [
    element("Name", bucket),
    element("Prefix", shown(prefix)),
    element("Delimiter", delimiter || undefined),
    element("EncodingType", query.get("encoding-type")),
    element("KeyCount", page.keys.length + page.prefixes.length),
    element("MaxKeys", max),
    element("IsTruncated", page.next !== undefined),
    element("ContinuationToken", token),
    element(
      "NextContinuationToken",
      page.next === undefined ? undefined : Buffer.from(page.next).toString("base64url"),
    ),
    element("StartAfter", query.get("start-after")),
  ];
  return xmlDocument("ListBucketResult", [...head, ...contents, ...prefixes].join(""));
}

function readToken(token: string): string {
  const after = Buffer.from(token, "base64url").toString("utf8");
  if (!after) throw new S3Failure(400, "InvalidArgument", "The continuation token provided is incorrect");
  return after;
}

function listed(object: StoredObject, key: string): string {
  const fields = [
    element("Key", key),
    element("LastModified", object.lastModified),
    element("ETag", `"${object.etag}"`),
    element("Size", object.size),
    element("StorageClass", "STANDARD"),
  ];
  return `<Contents>${fields.join("")}</Contents>`;
}

async function deleteMany(request: S3Request, signed: Signed, store: Store): Promise<string> {
  const body = await receiveText(request, signed);
  const keys = blocks(body, "Object").flatMap((block) => textOf(block, "Key") ?? []);
  if (keys.length === 0 || keys.length > PAGE_MAX) {
    throw new S3Failure(
      400,
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  await store.delete(request.bucket, keys);
  const quiet = textOf(body, "Quiet") === "true";
  const deleted = quiet ? [] : keys.map((key) => `<Deleted>${element("Key", key)}</Deleted>`);
  return xmlDocument("DeleteResult", deleted.join(""));
}
