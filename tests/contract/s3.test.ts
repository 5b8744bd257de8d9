import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { spawnEmulator, startOnTakenPort, tearTail, tempDir } from "./emulator.ts";
import {
  Bucket,
  client,
  connect,
  credentials,
  failure,
  freshBucket,
  freshKey,
  given,
  put,
  read,
  refusal,
  statusOf,
} from "./s3-client.ts";
import { sendRaw, tag } from "./s3-raw.ts";

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

  test("what is not there is NoSuchKey, NotFound or NoSuchBucket", async () => {
    expect((await failure(read(freshKey("none")))).name).toBe("NoSuchKey");
    expect((await failure(client.send(new HeadObjectCommand({ Bucket, Key: freshKey("none") })))).name).toBe(
      "NotFound",
    );
    expect((await failure(client.send(new ListObjectsV2Command({ Bucket: "no-such-bucket-here" })))).name).toBe(
      "NoSuchBucket",
    );
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

describe("buckets", () => {
  test("are created once and found", async () => {
    await client.send(new HeadBucketCommand({ Bucket }));
    expect(await refusal(client.send(new CreateBucketCommand({ Bucket })))).toMatch(/^BucketAlready/);
  });

  test("go when they are empty", async () => {
    const own = await freshBucket();
    await client.send(new PutObjectCommand({ Bucket: own, Key: "k", Body: "x" }));
    expect(await refusal(client.send(new DeleteBucketCommand({ Bucket: own })))).toBe("BucketNotEmpty");
    await client.send(new DeleteObjectCommand({ Bucket: own, Key: "k" }));
    await client.send(new DeleteBucketCommand({ Bucket: own }));
    expect(await statusOf(client.send(new HeadBucketCommand({ Bucket: own })))).toBe(404);
  });

  test.each(["Capitals", "a..b", "192.168.0.1", "under_score"])("are not named %s", async (name) => {
    const answer = await sendRaw({ method: "PUT", path: `/${name}` });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "InvalidBucketName"]);
  });
});

describe("tags", () => {
  test("label an object, are counted and go", async () => {
    const Key = freshKey("k");
    await client.send(new PutObjectCommand({ Bucket, Key, Body: "x", Tagging: "tenant=ten%201&kind=a" }));
    expect((await client.send(new GetObjectCommand({ Bucket, Key }))).TagCount).toBe(2);
    const tags = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
    expect(await tags()).toEqual(
      expect.arrayContaining([
        { Key: "tenant", Value: "ten 1" },
        { Key: "kind", Value: "a" },
      ]),
    );
    const TagSet = [{ Key: "only", Value: "<one>" }];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await tags()).toEqual([]);
  });

  test("are at most ten and each but once", async () => {
    const Key = freshKey("k");
    await put(Key, "x");
    const tag = (names: string[]): Promise<unknown> => {
      const TagSet = names.map((name) => ({ Key: name, Value: "1" }));
      return client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    };
    expect(await refusal(tag(["a", "a"]))).toBe("InvalidTag");
    expect(await refusal(tag("abcdefghijk".split("")))).toMatch(/BadRequest|InvalidTag/);
  });
});

describe.runIf(!given)("the emulator", () => {
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
