import type { ServerResponse } from "node:http";
import type { BucketSettings } from "./bucket.ts";
import { parseRules, showRules } from "./cors.ts";
import { malformedXml, notAllowed, notImplemented, S3Failure } from "./failure.ts";
import { parseLockConfiguration, showLockConfiguration } from "./object-lock.ts";
import { receiveText } from "./payload.ts";
import { replyEmpty, replyXml } from "./reply.ts";
import type { S3Request } from "./request.ts";
import type { Signed } from "./signature.ts";
import type { Store } from "./store.ts";
import { element, textOf, xmlDocument } from "./xml.ts";

/** The queries that name a setting of a bucket. */
export const settingsNames = ["versioning", "cors", "object-lock"];

/** Answers GET, PUT and DELETE of one setting of a bucket. */
export async function routeSettings(
  request: S3Request,
  name: string,
  signed: Signed,
  store: Store,
  res: ServerResponse,
): Promise<void> {
  const { method, bucket } = request;
  const { settings } = store.bucket(bucket);
  if (method === "GET") return replyXml(res, show(name, settings));
  if (method === "DELETE" && name === "cors") {
    store.configure(bucket, { cors: [] });
    return replyEmpty(res, 204);
  }
  if (method !== "PUT") throw notAllowed();
  const body = await receiveText(request, signed);
  store.configure(bucket, read(name, body, store.bucket(bucket).settings));
  replyEmpty(res, 200);
}

function show(name: string, { versioning, cors = [], lock }: BucketSettings): string {
  if (name === "versioning") return xmlDocument("VersioningConfiguration", element("Status", versioning));
  if (name === "cors") {
    if (cors.length > 0) return showRules(cors);
    throw new S3Failure(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist");
  }
  if (lock) return showLockConfiguration(lock);
  const message = "Object Lock configuration does not exist for this bucket";
  throw new S3Failure(404, "ObjectLockConfigurationNotFoundError", message);
}

function read(name: string, xml: string, settings: BucketSettings): BucketSettings {
  if (name === "versioning") return { versioning: readVersioning(xml, settings) };
  if (name === "cors") return { cors: parseRules(xml) };
  if (settings.versioning !== "Enabled") {
    throw wrongState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
  }
  return { lock: parseLockConfiguration(xml) };
}

function readVersioning(xml: string, { lock }: BucketSettings): "Enabled" | "Suspended" {
  const status = textOf(xml, "Status");
  if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
  if (textOf(xml, "MfaDelete") === "Enabled") throw notImplemented("MFA delete");
  if (status === "Enabled" || !lock) return status;
  throw wrongState(
    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
  );
}

function wrongState(message: string): S3Failure {
  return new S3Failure(409, "InvalidBucketState", message);
}
