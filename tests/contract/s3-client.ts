import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll } from "vitest";
import { startS3 } from "#localstack/services/s3.ts";
import type { Service } from "#localstack/services/serve.ts";
import { suiteDir } from "./emulator.ts";

/** Address of a real server to test instead of the emulator. */
export const given = process.env["CONTRACT_S3_URL"];
export const credentials = {
  accessKeyId: process.env["S3_ACCESS_KEY_ID"] ?? "test-key",
  secretAccessKey: process.env["S3_SECRET_ACCESS_KEY"] ?? "test-secret",
};
export const Bucket = process.env["S3_BUCKET"] ?? "contract";
let service: Service | undefined;
export let endpoint: string;
export let client: S3Client;
let prefix = 0;

export function connect(
  url: string,
  secretAccessKey = credentials.secretAccessKey,
  accessKeyId = credentials.accessKeyId,
): S3Client {
  return new S3Client({
    endpoint: url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
}

/** A key no other test of this run uses. */
export function freshKey(name: string): string {
  return `t${process.pid}/${prefix++}/${name}`;
}

/** A bucket no other test of this run uses. */
export async function freshBucket(versioning?: "Enabled" | "Suspended"): Promise<string> {
  const name = `contract-${process.pid}-${Date.now().toString(36)}-${prefix++}`;
  await client.send(new CreateBucketCommand({ Bucket: name }));
  if (versioning) await setVersioning(name, versioning);
  return name;
}

export async function setVersioning(name: string, Status: "Enabled" | "Suspended"): Promise<void> {
  await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status } }));
}

export async function failure(work: Promise<unknown>): Promise<S3ServiceException> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof S3ServiceException)) throw new Error(`expected a service error, got ${String(error)}`);
  return error;
}

/** The name of the error a call ends with. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  return (await failure(work)).name;
}

/** The HTTP status a call ends with. */
export async function statusOf(work: Promise<unknown>): Promise<number | undefined> {
  return (await failure(work)).$metadata.httpStatusCode;
}

export async function read(Key: string, from = client): Promise<Buffer> {
  const { Body } = await from.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

export async function put(Key: string, Body: string | Buffer): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body }));
}

beforeAll(async () => {
  if (!given) service = await startS3({ port: 0, dataDir: suiteDir("s3"), ...credentials, bucket: Bucket });
  endpoint = given ?? service?.url ?? "";
  client = connect(endpoint);
});

afterAll(async () => {
  client.destroy();
  await service?.stop();
});
