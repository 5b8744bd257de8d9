import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type S3Options, startS3 } from "#localstack/services/s3.ts";
import type { Service } from "#localstack/services/serve.ts";
import { spawnEmulator, startOnTakenPort, suiteDir, tearTail, tempDir } from "./emulator.ts";

const given = process.env["CONTRACT_S3_URL"];
const credentials = {
  accessKeyId: process.env["S3_ACCESS_KEY_ID"] ?? "test-key",
  secretAccessKey: process.env["S3_SECRET_ACCESS_KEY"] ?? "test-secret",
};
const Bucket = process.env["S3_BUCKET"] ?? "contract";
let service: Service | undefined;
let endpoint: string;
let client: S3Client;
let prefix = 0;

function connect(
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
function freshKey(name: string): string {
  return `t${process.pid}/${prefix++}/${name}`;
}

async function failure(work: Promise<unknown>): Promise<S3ServiceException> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof S3ServiceException)) throw new Error(`expected a service error, got ${String(error)}`);
  return error;
}

async function read(Key: string, from = client): Promise<Buffer> {
  const { Body } = await from.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function put(Key: string, Body: string | Buffer): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body }));
}

beforeAll(async () => {
  if (!given)
    service = await startS3({ port: 0, dataDir: suiteDir("s3"), ...credentials, bucket: Bucket } satisfies S3Options);
  endpoint = given ?? service?.url ?? "";
  client = connect(endpoint);
});

afterAll(async () => {
  client.destroy();
  await service?.stop();
});

describe("objects", () => {
  test("bytes, type and metadata come back as they were put", async () => {
    const Key = freshKey("größe & (1)+ü.txt");
    const Metadata = { tenant: "ten_1" };
    const done = await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: "hello",
        ContentType: "text/plain",
        CacheControl: "no-store",
        Metadata,
      }),
    );
    const found = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await found.Body?.transformToString()).toBe("hello");
    expect(found).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentLength: 5,
      Metadata,
      ETag: done.ETag,
    });
    expect(done.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentLength: 5, ETag: done.ETag });
  });

  test("a streamed body of known length arrives unchanged", async () => {
    const bytes = randomBytes(3_000_000);
    const Key = freshKey("stream.bin");
    const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: bytes.length }));
    expect((await read(Key)).equals(bytes)).toBe(true);
  });

  test("an empty object is an object", async () => {
    const Key = freshKey("empty");
    await put(Key, "");
    expect(await read(Key)).toHaveLength(0);
  });

  test("ranges give a part, a suffix and a refusal", async () => {
    const Key = freshKey("range");
    await put(Key, "0123456789");
    const part = await client.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=2-4" }));
    expect([await part.Body?.transformToString(), part.ContentRange]).toEqual(["234", "bytes 2-4/10"]);
    const tail = await client.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=-3" }));
    expect(await tail.Body?.transformToString()).toBe("789");
    expect((await failure(client.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=20-" })))).name).toBe(
      "InvalidRange",
    );
  });

  test("what is not there is NoSuchKey, NotFound or NoSuchBucket", async () => {
    expect((await failure(read(freshKey("none")))).name).toBe("NoSuchKey");
    expect((await failure(client.send(new HeadObjectCommand({ Bucket, Key: freshKey("none") })))).name).toBe(
      "NotFound",
    );
    expect((await failure(client.send(new ListObjectsV2Command({ Bucket: "no-such-bucket-here" })))).name).toBe(
      "NoSuchBucket",
    );
  });

  test("a write with If-None-Match never replaces an object", async () => {
    const Key = freshKey("once");
    const write = (Body: string): Promise<unknown> =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, IfNoneMatch: "*" }));
    await write("first");
    expect((await failure(write("second"))).name).toBe("PreconditionFailed");
    expect((await read(Key)).toString()).toBe("first");
  });

  test("a wrong checksum stores nothing", async () => {
    const Key = freshKey("checksum");
    expect(
      (await failure(client.send(new PutObjectCommand({ Bucket, Key, Body: "x", ChecksumCRC32: "AAAAAA==" })))).name,
    ).toBe("BadDigest");
    expect(
      (
        await failure(
          client.send(new PutObjectCommand({ Bucket, Key, Body: "x", ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" })),
        )
      ).name,
    ).toBe("BadDigest");
    expect((await failure(read(Key))).name).toBe("NoSuchKey");
  });

  test("copies keep or replace metadata, deletes are idempotent, batches delete many", async () => {
    const Key = freshKey("a b+c.txt");
    await client.send(new PutObjectCommand({ Bucket, Key, Body: "x", Metadata: { a: "1" } }));
    const copy = `${Key}-copy`;
    await client.send(new CopyObjectCommand({ Bucket, Key: copy, CopySource: encodeURI(`${Bucket}/${Key}`) }));
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: copy }))).Metadata).toEqual({ a: "1" });
    const replaced = new CopyObjectCommand({
      Bucket,
      Key: copy,
      CopySource: encodeURI(`${Bucket}/${copy}`),
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
    });
    await client.send(replaced);
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: copy }))).Metadata).toEqual({ b: "2" });
    await client.send(new DeleteObjectCommand({ Bucket, Key: freshKey("none") }));
    const deleted = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }, { Key: copy }] } }),
    );
    expect(deleted.Deleted).toHaveLength(2);
    expect((await failure(read(Key))).name).toBe("NoSuchKey");
  });
});

test("listings page through keys and fold common prefixes", async () => {
  const base = freshKey("list/");
  const names = ["a/1", "a/2", "b/1", "c", "d/1", "e & f"];
  await Promise.all(names.map((name) => put(base + name, "1")));
  const all: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix: base,
        MaxKeys: 2,
        ...(ContinuationToken ? { ContinuationToken } : {}),
      }),
    );
    all.push(...(page.Contents ?? []).map((object) => object.Key?.slice(base.length) ?? ""));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  expect(all).toEqual(names);
  const first = await client.send(new ListObjectsV2Command({ Bucket, Prefix: base, Delimiter: "/", MaxKeys: 2 }));
  expect(first.CommonPrefixes?.map((entry) => entry.Prefix)).toEqual([`${base}a/`, `${base}b/`]);
  expect(first.IsTruncated).toBe(true);
  const rest = await client.send(
    new ListObjectsV2Command({
      Bucket,
      Prefix: base,
      Delimiter: "/",
      ContinuationToken: first.NextContinuationToken ?? "",
    }),
  );
  expect(rest.Contents?.map((entry) => entry.Key)).toEqual([`${base}c`, `${base}e & f`]);
  expect(rest.CommonPrefixes?.map((entry) => entry.Prefix)).toEqual([`${base}d/`]);
});

describe("multipart uploads", () => {
  const big = randomBytes(5 * 1024 * 1024);

  async function begin(Key: string): Promise<string> {
    return (
      (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "video/mp4" }))).UploadId ?? ""
    );
  }

  async function part(
    Key: string,
    UploadId: string,
    PartNumber: number,
    Body: Buffer,
  ): Promise<{ ETag: string; PartNumber: number }> {
    const { ETag = "" } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { ETag, PartNumber };
  }

  test("parts become one object in order of their numbers", async () => {
    const Key = freshKey("movie.mp4");
    const UploadId = await begin(Key);
    const second = await part(Key, UploadId, 2, Buffer.from("tail"));
    const first = await part(Key, UploadId, 1, big);
    expect(
      (await client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).Parts?.map((entry) => entry.Size),
    ).toEqual([big.length, 4]);
    const done = await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [first, second] } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await read(Key)).equals(Buffer.concat([big, Buffer.from("tail")]))).toBe(true);
    expect((await client.send(new HeadObjectCommand({ Bucket, Key }))).ContentType).toBe("video/mp4");
  });

  test("a missing part, a small part and a closed upload are refused", async () => {
    const Key = freshKey("bad.mp4");
    const UploadId = await begin(Key);
    const small = [await part(Key, UploadId, 1, Buffer.from("a")), await part(Key, UploadId, 2, Buffer.from("b"))];
    const complete = (Parts: { ETag: string; PartNumber: number }[]): Promise<unknown> =>
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect((await failure(complete([{ ETag: '"0"', PartNumber: 3 }]))).name).toBe("InvalidPart");
    expect((await failure(complete(small))).name).toBe("EntityTooSmall");
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect((await failure(complete(small))).name).toBe("NoSuchUpload");
  });
});

describe("signatures", () => {
  test("a wrong secret, an unknown key and no signature are refused", async () => {
    expect((await failure(read("x", connect(endpoint, "wrong")))).name).toBe("SignatureDoesNotMatch");
    expect((await failure(read("x", connect(endpoint, "wrong", "NOBODY")))).name).toBe("InvalidAccessKeyId");
    expect((await fetch(`${endpoint}/${Bucket}/x`)).status).toBe(403);
  });

  test("a presigned upload and download work for a browser of any origin", async () => {
    const Key = freshKey("browser.txt");
    const upload = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key, ContentType: "text/plain" }), {
      expiresIn: 60,
    });
    const sent = await fetch(upload, {
      method: "PUT",
      body: "from the browser",
      headers: { "content-type": "text/plain", origin: "http://portal" },
    });
    expect(sent.status).toBe(200);
    expect(sent.headers.get("etag")).toBeTruthy();
    const download = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment; filename="x.txt"' });
    const got = await fetch(await getSignedUrl(client, download, { expiresIn: 60 }));
    expect(await got.text()).toBe("from the browser");
    expect(got.headers.get("content-disposition")).toBe('attachment; filename="x.txt"');
  });

  test("a tampered key, query or method of a presigned address is refused", async () => {
    const Key = freshKey("secret");
    await put(Key, "x");
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace("/secret", "/other"))).status).toBe(403);
    expect((await fetch(url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"))).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
  });

  test("an expired presigned address is refused", async () => {
    const Key = freshKey("old");
    await put(Key, "x");
    const signingDate = new Date(Date.now() - 61_000);
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60, signingDate });
    const answer = await fetch(url);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Request has expired");
  });

  test("a signed length admits a body of that length only", async () => {
    const Key = freshKey("sized");
    const command = new PutObjectCommand({ Bucket, Key, ContentLength: 5 });
    const url = await getSignedUrl(client, command, {
      expiresIn: 60,
      signableHeaders: new Set(["content-length", "host"]),
    });
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toContain("content-length");
    expect((await fetch(url, { method: "PUT", body: "too long for it" })).status).toBe(403);
    expect((await fetch(url, { method: "PUT", body: "12345" })).status).toBe(200);
  });
});

test("buckets are created once and found", async () => {
  await client.send(new HeadBucketCommand({ Bucket }));
  expect((await failure(client.send(new CreateBucketCommand({ Bucket })))).name).toMatch(/^BucketAlready/);
});

describe.runIf(!given)("the emulator", () => {
  test("answers a browser's preflight", async () => {
    const headers = {
      origin: "http://portal",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type",
    };
    const answer = await fetch(`${endpoint}/${Bucket}/x`, { method: "OPTIONS", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-headers")).toBe("content-type");
    expect(answer.headers.get("access-control-allow-methods")).toContain("PUT");
  });

  test("refuses what it does not do", async () => {
    const command = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    expect((await failure(client.send(command))).name).toBe("NotImplemented");
  });

  test("keeps what it answered through kill -9 and a torn last record, and sweeps stray files", async () => {
    const dataDir = tempDir();
    const env = {
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      S3_BUCKET: Bucket,
    };
    const first = await spawnEmulator("s3", dataDir, env);
    const writer = connect(first.url);
    await writer.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "old" }));
    await writer.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "new" }));
    await writer.send(new PutObjectCommand({ Bucket, Key: "gone", Body: "x" }));
    await writer.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    const { UploadId = "" } = await writer.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    await first.end("SIGKILL");
    tearTail(join(dataDir, "s3.journal"));

    const second = await spawnEmulator("s3", dataDir, env);
    const reader = connect(second.url);
    expect((await read("kept", reader)).toString()).toBe("new");
    expect((await failure(read("gone", reader))).name).toBe("NoSuchKey");
    expect((await reader.send(new ListPartsCommand({ Bucket, Key: "parts", UploadId }))).UploadId).toBe(UploadId);
    const blobs = readdirSync(join(dataDir, "blobs")).flatMap((shelf) => readdirSync(join(dataDir, "blobs", shelf)));
    expect(blobs).toHaveLength(1);
    expect(existsSync(join(dataDir, "s3.journal.new"))).toBe(false);
    expect(await second.end("SIGTERM")).toBe(0);
  });

  test("says in one sentence that its port is taken", async () => {
    const { code, stderr } = await startOnTakenPort("s3");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^s3 cannot start: port \d+ on 127\.0\.0\.1 is already in use\.\n$/);
  });
});
