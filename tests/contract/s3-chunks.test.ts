import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bucket, freshKey, read, refusal } from "./s3-client.ts";
import { exchange, type RawAnswer, type RawRequest, sendRaw, sign, signedChunks, tag } from "./s3-raw.ts";

const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

interface Stream {
  chunks: string[];
  trailers?: [string, string][];
  announced?: string;
  headers?: Record<string, string>;
  tamper?: (body: Buffer) => Buffer;
}

/** Sends a stream whose chunks are signed one after another, each with the signature before it. */
async function stream(Key: string, { chunks, trailers = [], announced, headers, tamper }: Stream): Promise<RawAnswer> {
  const raw: RawRequest = {
    method: "PUT",
    path: `/${Bucket}/${Key}`,
    payloadHash: trailers.length > 0 ? `${SIGNED}-TRAILER` : SIGNED,
    headers: {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": String(Buffer.byteLength(chunks.join(""))),
      ...(announced ? { "x-amz-trailer": announced } : {}),
      ...headers,
    },
  };
  const signed = sign(raw);
  const body = signedChunks(signed.seed, chunks, trailers);
  return await exchange("PUT", raw.path, signed.headers, tamper ? tamper(body) : body);
}

/** Sends a stream that is not signed but for its head, with a checksum behind it. */
async function unsignedStream(Key: string, body: string, trailer: string, length = 11): Promise<RawAnswer> {
  return await sendRaw({
    method: "PUT",
    path: `/${Bucket}/${Key}`,
    payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    headers: {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": String(length),
      "x-amz-trailer": "x-amz-checksum-crc32",
    },
    body: `${body}${trailer}\r\n`,
  });
}

describe("a stream of signed chunks", () => {
  test("arrives whole, without its frames", async () => {
    const Key = freshKey("chunks");
    const answer = await stream(Key, { chunks: ["hello ", "world", "!".repeat(70_000)] });
    expect(answer.status).toBe(200);
    expect((await read(Key)).toString()).toBe(`hello world${"!".repeat(70_000)}`);
  });

  test("may be empty", async () => {
    const Key = freshKey("chunks");
    expect((await stream(Key, { chunks: [] })).status).toBe(200);
    expect(await read(Key)).toHaveLength(0);
  });

  test("keeps the content encoding that is not that of the frames", async () => {
    const Key = freshKey("chunks");
    await stream(Key, { chunks: ["x"], headers: { "content-encoding": "aws-chunked,gzip" } });
    const head = await sendRaw({ method: "HEAD", path: `/${Bucket}/${Key}` });
    expect(head.headers["content-encoding"]).toBe("gzip");
  });

  test("is refused when a byte of its chunks or their signatures is another", async () => {
    const length = (await bodyOf(["signed ", "content"])).length;
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 3), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const Key = freshKey("tampered");
        const answer = await stream(Key, {
          chunks: ["signed ", "content"],
          tamper: (body) => {
            body[at] = (body[at] ?? 0) ^ change;
            return body;
          },
        });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(await refusal(read(Key))).toBe("NoSuchKey");
      }),
      { numRuns: 40 },
    );
  });

  test("is refused when a chunk is left out", async () => {
    const Key = freshKey("tampered");
    const cut = (body: Buffer): Buffer => body.subarray(body.indexOf("\r\n", body.indexOf("first")) + 2);
    const answer = await stream(Key, { chunks: ["first", "second"], tamper: cut });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  test("is refused when it ends before its last chunk", async () => {
    const Key = freshKey("tampered");
    const cut = (body: Buffer): Buffer => body.subarray(0, body.indexOf("0;chunk-signature"));
    const answer = await stream(Key, { chunks: ["first"], tamper: cut });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "IncompleteBody"]);
  });
});

async function bodyOf(chunks: string[]): Promise<Buffer> {
  let sent: Buffer = Buffer.alloc(0);
  await stream(freshKey("sizing"), {
    chunks,
    tamper: (body) => {
      sent = body;
      return body;
    },
  });
  return sent;
}

describe("a checksum behind a stream", () => {
  const trailers: [string, string][] = [["x-amz-checksum-crc32c", "yZRlqg=="]];
  const announced = "x-amz-checksum-crc32c";

  test("is signed and checked", async () => {
    const Key = freshKey("trailer");
    const answer = await stream(Key, { chunks: ["hello ", "world"], trailers, announced });
    expect(answer.status).toBe(200);
    expect(answer.headers["x-amz-checksum-crc32c"]).toBe("yZRlqg==");
  });

  test("is refused when it does not match", async () => {
    const Key = freshKey("trailer");
    const answer = await stream(Key, { chunks: ["hello ", "moon!"], trailers, announced });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "BadDigest"]);
    expect(await refusal(read(Key))).toBe("NoSuchKey");
  });

  test("is refused when its signature does not match", async () => {
    const Key = freshKey("trailer");
    const tamper = (body: Buffer): Buffer => {
      const at = body.indexOf("x-amz-trailer-signature:") + 30;
      body[at] = body[at] === 0x30 ? 0x31 : 0x30;
      return body;
    };
    const answer = await stream(Key, { chunks: ["hello world"], trailers, announced, tamper });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([403, "SignatureDoesNotMatch"]);
  });

  test("is refused when it was announced and does not come", async () => {
    const Key = freshKey("trailer");
    const answer = await unsignedStream(Key, "b\r\nhello world\r\n0\r\n", "");
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "MalformedTrailerError"]);
  });

  test("comes behind an unsigned stream too", async () => {
    const Key = freshKey("trailer");
    const good = await unsignedStream(Key, "b\r\nhello world\r\n0\r\n", "x-amz-checksum-crc32:DUoRhQ==\r\n");
    expect(good.status).toBe(200);
    const bad = await unsignedStream(freshKey("bad"), "b\r\nhello moon!\r\n0\r\n", "x-amz-checksum-crc32:DUoRhQ==\r\n");
    expect([bad.status, tag(bad.body, "Code")]).toEqual([400, "BadDigest"]);
  });

  test("does not excuse a length that was not announced", async () => {
    const Key = freshKey("trailer");
    const answer = await unsignedStream(Key, "b\r\nhello world\r\n0\r\n", "x-amz-checksum-crc32:DUoRhQ==\r\n", 12);
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "IncompleteBody"]);
  });
});
