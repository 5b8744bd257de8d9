import { randomBytes } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { crashRounds, surviveCrashes } from "./crash.ts";
import { Bucket, connect, credentials, given } from "./s3-client.ts";

const WRITERS = 4;
const KEYS_EACH = 6;
const BYTES_MAX = 60_000;
const timeout = 60_000 + crashRounds * 10_000;

/** What a key may hold: what was last acknowledged, and what was under way when the server died. Undefined is no object. */
interface Expected {
  acknowledged: string | undefined;
  pending: { content: string | undefined } | undefined;
}

async function write(client: S3Client, Key: string, content: string): Promise<void> {
  if (Math.random() > 0.2) {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: content }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: content }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
}

async function readOne(client: S3Client, Key: string): Promise<string | undefined> {
  try {
    return await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

describe.runIf(!given)("the emulator, killed while it writes,", () => {
  test("loses nothing it acknowledged, keeps no half object and always starts", {
    timeout,
  }, async () => {
    const expected = new Map<string, Expected>();
    const env = {
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      S3_BUCKET: Bucket,
    };

    const writeOn = async (client: S3Client, writer: number, acknowledged: () => void): Promise<void> => {
      for (let turn = 0; ; turn++) {
        const Key = `writer-${writer}/${turn % KEYS_EACH}`;
        const isDelete = Math.random() < 0.15;
        const content = isDelete ? undefined : randomBytes(Math.ceil(Math.random() * BYTES_MAX)).toString("hex");
        const entry = expected.get(Key) ?? { acknowledged: undefined, pending: undefined };
        expected.set(Key, { ...entry, pending: { content } });
        if (content === undefined) await client.send(new DeleteObjectCommand({ Bucket, Key }));
        else await write(client, Key, content);
        expected.set(Key, { acknowledged: content, pending: undefined });
        acknowledged();
      }
    };

    await surviveCrashes({
      name: "s3",
      env,
      write: async (url, acknowledged) => {
        const client = connect(url);
        await Promise.allSettled(Array.from({ length: WRITERS }, (_, writer) => writeOn(client, writer, acknowledged)));
        client.destroy();
      },
      verify: async (url) => {
        const client = connect(url);
        const present: string[] = [];
        for (const [Key, entry] of expected) {
          const found = await readOne(client, Key);
          if (found !== undefined) present.push(Key);
          const possible = [entry.acknowledged, ...(entry.pending ? [entry.pending.content] : [])];
          expect(possible.includes(found), `${Key} holds what was written last`).toBe(true);
          expected.set(Key, { acknowledged: found, pending: undefined });
        }
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
        expect(Contents.map((object) => object.Key)).toEqual(present.toSorted());
        client.destroy();
      },
    });
  });
});
