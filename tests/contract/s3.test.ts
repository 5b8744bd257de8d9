import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
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
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { spawnEmulator, startOnTakenPort, tearTail, tempDir } from "./emulator.ts";
import { Bucket, client, connect, credentials, endpoint, failure, freshKey, given, put, read } from "./s3-client.ts";

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
    mkdirSync(join(dataDir, "blobs", "zz"));
    writeFileSync(join(dataDir, "blobs", "zz", "zz-stray"), "left by a killed process");

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
