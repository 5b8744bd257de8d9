import type { ServerResponse } from "node:http";
import { notAllowed, S3Failure } from "./failure.ts";
import { parseLegalHold, parseRetention, refuseWeaker, requireLock } from "./object-lock.ts";
import { receiveText } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import { header, type S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { existing } from "./version-access.ts";
import { element, xmlDocument } from "./xml.ts";

/** Answers GET and PUT of `?retention` and `?legal-hold`, which lock one version of an object. */
export async function routeLock(request: S3Request, signed: Signed, store: Store, res: ServerResponse): Promise<void> {
  const { method, bucket, query } = request;
  const isRetention = query.has("retention");
  requireLock(store.bucket(bucket));
  if (method === "GET") return replyXml(res, isRetention ? showRetention(request, store) : showHold(request, store));
  if (method !== "PUT") throw notAllowed();
  const body = await receiveText(request, signed);
  const object = existing(request, store);
  if (isRetention) {
    const now = new Date();
    const retention = parseRetention(body, now);
    refuseWeaker(object.retention, retention, isBypassed(request), now);
    store.amend(bucket, { ...object, retention });
  } else store.amend(bucket, { ...object, legalHold: parseLegalHold(body) });
  replyEmpty(res, 200);
}

/** True when the request asks to open GOVERNANCE retention. */
export function isBypassed({ message }: S3Request): boolean {
  return header(message, "x-amz-bypass-governance-retention")?.toLowerCase() === "true";
}

function showRetention(request: S3Request, store: Store): string {
  const { retention } = existing(request, store);
  if (!retention) throw noLock();
  return xmlDocument("Retention", element("Mode", retention.mode) + element("RetainUntilDate", retention.until));
}

function showHold(request: S3Request, store: Store): string {
  const { legalHold } = existing(request, store);
  if (legalHold === undefined) throw noLock();
  return xmlDocument("LegalHold", element("Status", legalHold ? "ON" : "OFF"));
}

function noLock(): S3Failure {
  return new S3Failure(
    404,
    "NoSuchObjectLockConfiguration",
    "The specified object does not have a ObjectLock configuration",
  );
}
