import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { denied, invalidArgument, notImplemented, S3Failure } from "./failure.ts";
import { keptHeaders } from "./object-headers.ts";
import { lockFor } from "./object-lock.ts";
import { intoFile } from "./payload.ts";
import { type PostForm, readForm } from "./post-form.ts";
import { checkFields, checkLength, type PostPolicy, parsePolicy } from "./post-policy.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import { type Credentials, encode, hmac, keyFor, sameText, signatureMismatch } from "./signature.ts";
import type { Store } from "./store.ts";
import type { StoredObject } from "./version.ts";
import { versionHeader } from "./version-access.ts";
import { element, xmlDocument } from "./xml.ts";

const KEY_BYTES_MAX = 1_024;

/** Answers a browser's form upload, which is signed by its policy. */
export async function routePost(
  request: S3Request,
  credentials: Credentials,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { bucket, message } = request;
  const target = store.bucket(bucket);
  const form = await readForm(message);
  const { fields } = form;
  const key = (fields.get("key") ?? "").replace(/\$\{filename\}/g, () => form.fileName);
  if (key === "") throw missingField("key");
  if (Buffer.byteLength(key) > KEY_BYTES_MAX) throw new S3Failure(400, "KeyTooLongError", "Your key is too long");
  const unsupported = [...fields.keys()].find((name) => /^(tagging|x-amz-(object-lock|checksum)-.*)$/.test(name));
  if (unsupported !== undefined) throw notImplemented(`The form field ${unsupported}`);
  const policy = verifyPolicy(fields, bucket, credentials, new Date());
  const headers = keptHeaders(Object.fromEntries(fields));
  const lock = lockFor(message, target, new Date());
  const file = store.incomingFile();
  const { size, md5 } = await receiveUpload(form, policy, file);
  const object = await store.put(bucket, file, { key, size, etag: md5, headers, ...lock });
  answer(request, fields, object, versionHeader(target, object.versionId), res);
}

function verifyPolicy(fields: Map<string, string>, bucket: string, credentials: Credentials, now: Date): PostPolicy {
  const text = fields.get("policy");
  if (text === undefined) throw denied();
  const needed = (name: string): string => {
    const value = fields.get(name.toLowerCase());
    if (value) return value;
    throw missingField(name);
  };
  const signature = needed("X-Amz-Signature");
  if (needed("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") {
    throw invalidArgument("X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
  }
  const { signingKey } = keyFor(needed("X-Amz-Credential"), needed("X-Amz-Date"), credentials);
  if (!sameText(hmac(signingKey, text).toString("hex"), signature)) {
    throw signatureMismatch({ StringToSign: text, SignatureProvided: signature });
  }
  const policy = parsePolicy(text);
  checkFields(policy, new Map([...fields, ["bucket", bucket]]), now);
  return policy;
}

async function receiveUpload(form: PostForm, policy: PostPolicy, file: string): Promise<{ size: number; md5: string }> {
  return await intoFile(file, async (write) => {
    const md5 = createHash("md5");
    let size = 0;
    for await (const bytes of form.file) {
      size += bytes.length;
      checkLength(policy, size, false);
      md5.update(bytes);
      await write(bytes);
    }
    checkLength(policy, size, true);
    return { size, md5: md5.digest("hex") };
  });
}

function answer(
  { message, bucket }: S3Request,
  fields: Map<string, string>,
  { key, etag }: StoredObject,
  version: Record<string, string>,
  res: ServerResponse,
): void {
  const path = `/${bucket}/${key.split("/").map(encode).join("/")}`;
  const location = `http://${header(message, "host") ?? ""}${path}`;
  const headers = { etag: `"${etag}"`, location, ...version };
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect");
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` })) url.searchParams.set(name, value);
    replyEmpty(res, 303, { ...headers, location: url.href });
    return;
  }
  const status = fields.get("success_action_status");
  if (status !== "201") {
    replyEmpty(res, status === "200" ? 200 : 204, headers);
    return;
  }
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  const body = [
    element("Location", location),
    element("Bucket", bucket),
    element("Key", key),
    element("ETag", `"${etag}"`),
  ];
  replyXml(res, xmlDocument("PostResponse", body.join("")), 201);
}

function missingField(name: string): S3Failure {
  return invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
  );
}
