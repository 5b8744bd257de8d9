import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { tenants } from "./actor.ts";
import { config } from "./config.ts";

let made: S3Client | undefined;
function client(): S3Client {
  made ??= new S3Client({
    region: config("S3_REGION"),
    ...place(),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return made;
}

// On AWS neither is set: the bucket is part of the host's name, and the process's role has the credentials.
function place(): S3ClientConfig {
  const endpoint = config("S3_ENDPOINT");
  const accessKeyId = config("S3_ACCESS_KEY_ID");
  return {
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(accessKeyId ? { credentials: { accessKeyId, secretAccessKey: config("S3_SECRET_ACCESS_KEY") } } : {}),
  };
}

/** The second part of every key is a tenant of the actor; any other key, and any that could be read as another, is refused before S3 is asked. */
function owned(key: string): string {
  const parts = key.split("/");
  const owner = parts[1];
  const plain = parts.every((part) => /^[\w-][\w.-]*$/.test(part));
  if (!plain || !owner || !tenants().includes(owner))
    throw new Error(`The object key ${key} does not belong to the tenant at work.`);
  return key;
}

/** Where an object is: what has legal weight lies in a bucket that gives nothing back before its time. */
function placed(key: string): { Bucket: string; Key: string } {
  return { Bucket: (isLegal(key) ? config("S3_LEGAL_BUCKET") : undefined) ?? config("S3_BUCKET"), Key: owned(key) };
}

const isLegal = (key: string): boolean => key.startsWith("contracts/");

/** Stores bytes under a key of the actor's tenant. */
export async function put(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
  await client().send(
    new PutObjectCommand({
      ...placed(key),
      Body: body,
      ContentType: contentType,
      // A bucket that locks takes nothing without one.
      ...(isLegal(key) ? { ChecksumAlgorithm: "SHA256" } : {}),
    }),
  );
}

/** Reads an object whole, or undefined when there is none. */
export async function get(key: string): Promise<Uint8Array | undefined> {
  try {
    const answer = await client().send(new GetObjectCommand(placed(key)));
    return await answer.Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Size in bytes of an object, or undefined when there is none. */
export async function size(key: string): Promise<number | undefined> {
  try {
    const answer = await client().send(new HeadObjectCommand(placed(key)));
    return answer.ContentLength;
  } catch (error) {
    if (error instanceof Error && (error.name === "NotFound" || error.name === "NoSuchKey")) return undefined;
    throw error;
  }
}

/** Removes an object; no error when it is gone already. */
export async function remove(key: string): Promise<void> {
  await client().send(new DeleteObjectCommand(placed(key)));
}

/** URL with which a browser may PUT exactly these many bytes of this type, for 10 minutes. */
export function uploadUrl(key: string, contentType: string, bytes: number): Promise<string> {
  const command = new PutObjectCommand({
    ...placed(key),
    ContentType: contentType,
    ContentLength: bytes,
  });
  return getSignedUrl(client(), command, {
    expiresIn: 600,
    signableHeaders: new Set(["content-type", "content-length"]),
  });
}

/** URL with which a browser may download the object under a file name, for 15 minutes. */
export function downloadUrl(key: string, fileName: string): Promise<string> {
  const command = new GetObjectCommand({
    ...placed(key),
    ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  });
  return getSignedUrl(client(), command, { expiresIn: 900 });
}

/** True when the bucket answers. */
export async function reachable(): Promise<boolean> {
  await client()
    .send(new HeadObjectCommand({ Bucket: config("S3_BUCKET"), Key: "health" }))
    .catch((error: unknown) => {
      if (error instanceof Error && (error.name === "NotFound" || error.name === "NoSuchKey")) return;
      throw error;
    });
  return true;
}
