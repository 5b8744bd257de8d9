import type { IncomingMessage, ServerResponse } from "node:http";
import { invalidArgument, notAllowed, S3Failure } from "./failure.ts";
import { receiveText } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { existing, versionHeader } from "./version-access.ts";
import { blocks, element, textOf, xmlDocument } from "./xml.ts";

const TAGS_MAX = 10;
const KEY_CHARACTERS_MAX = 128;
const VALUE_CHARACTERS_MAX = 256;

/** Answers GET, PUT and DELETE of `?tagging`, which label one version of an object. */
export async function routeTags(request: S3Request, signed: Signed, store: Store, res: ServerResponse): Promise<void> {
  const { method, bucket } = request;
  const body = method === "PUT" ? await receiveText(request, signed) : "";
  const object = existing(request, store);
  const version = versionHeader(store.bucket(bucket), object.versionId);
  if (method === "GET") {
    for (const [name, value] of Object.entries(version)) res.setHeader(name, value);
    return replyXml(res, showTags(object.tags ?? {}));
  }
  if (method !== "PUT" && method !== "DELETE") throw notAllowed();
  const pairs = blocks(body, "Tag").map((tag) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""] as const);
  store.amend(bucket, { ...object, tags: method === "PUT" ? checkedTags(pairs) : undefined });
  replyEmpty(res, method === "PUT" ? 200 : 204, version);
}

/** The tags a new version gets by its header. @throws S3Failure 400 */
export function tagsOfHeader(message: IncomingMessage): Record<string, string> | undefined {
  const given = header(message, "x-amz-tagging");
  if (given === undefined) return undefined;
  const pairs = [...new URLSearchParams(given)];
  if (given !== "" && pairs.length === 0) {
    throw invalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters");
  }
  return checkedTags(pairs);
}

function checkedTags(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  if (pairs.length > TAGS_MAX) {
    throw new S3Failure(400, "BadRequest", `Object tags cannot be greater than ${TAGS_MAX}`);
  }
  const tags = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (tags.has(key)) throw invalidTag("Cannot provide multiple Tags with the same key");
    if (key === "" || key.length > KEY_CHARACTERS_MAX) throw invalidTag("The TagKey you have provided is invalid");
    if (value.length > VALUE_CHARACTERS_MAX) throw invalidTag("The TagValue you have provided is invalid");
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

function showTags(tags: Record<string, string>): string {
  const shown = Object.entries(tags).map(
    ([key, value]) => `<Tag>${element("Key", key)}${element("Value", value)}</Tag>`,
  );
  return xmlDocument("Tagging", `<TagSet>${shown.join("")}</TagSet>`);
}

function invalidTag(message: string): S3Failure {
  return new S3Failure(400, "InvalidTag", message);
}
