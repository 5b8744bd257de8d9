import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  type ChecksumAlgorithm,
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { Bucket, client, freshKey, read, refusal } from "./s3-client.ts";
import { sendRaw, tag } from "./s3-raw.ts";

/** Of the text `123456789`; the CRCs are the check values of their catalogue. */
const known = [
  ["CRC32", "y/Q5Jg=="],
  ["CRC32C", "4waSgw=="],
  ["CRC64NVME", "rosUhgp5mIg="],
  ["SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE="],
  ["SHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="],
] as const;
const text = "123456789";

function write(Key: string, options: Partial<PutObjectCommandInput>) {
  return client.send(new PutObjectCommand({ Bucket, Key, Body: text, ...options }));
}

describe.each(known)("a checksum by %s", (name, value) => {
  test("is computed, kept and given back to who asks", async () => {
    const Key = freshKey("k");
    const done = await write(Key, { ChecksumAlgorithm: name });
    expect(done[`Checksum${name}`]).toBe(value);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(head[`Checksum${name}`]).toBe(value);
    expect(head.ChecksumType).toBe("FULL_OBJECT");
    const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(await got.Body?.transformToString()).toBe(text);
  });

  test("is refused when it is another's", async () => {
    const Key = freshKey("k");
    const other = Buffer.from(value, "base64");
    other[0] = (other[0] ?? 0) ^ 1;
    expect(await refusal(write(Key, { [`Checksum${name}`]: other.toString("base64") }))).toBe("BadDigest");
    expect(await refusal(read(Key))).toBe("NoSuchKey");
  });

  test("is computed over a stream", async () => {
    const Key = freshKey("k");
    const bytes = randomBytes(200_000);
    const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    const ChecksumAlgorithm: ChecksumAlgorithm = name;
    await write(Key, { Body, ContentLength: bytes.length, ChecksumAlgorithm });
    const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });
});

describe("a checksum", () => {
  test("that is none is refused before its object", async () => {
    expect(await refusal(write(freshKey("k"), { ChecksumCRC32: "abc" }))).toBe("InvalidRequest");
    expect(await refusal(write(freshKey("k"), { ContentMD5: "abc" }))).toBe("InvalidDigest");
  });

  test("by MD5 is checked", async () => {
    const Key = freshKey("k");
    expect(await refusal(write(Key, { ContentMD5: "1B2M2Y8AsgTpgAmY7PhCfg==" }))).toBe("BadDigest");
    await write(Key, { ContentMD5: "JfnnlDI7RTiF9RgfG2JNCw==" });
    expect((await read(Key)).toString()).toBe(text);
  });

  test("of two kinds at once, or a kind without its value, is refused", async () => {
    const send = async (headers: Record<string, string>) => {
      const answer = await sendRaw({ method: "PUT", path: `/${Bucket}/${freshKey("k")}`, body: text, headers });
      return [answer.status, tag(answer.body, "Code")];
    };
    const both = { "x-amz-checksum-crc32": known[0][1], "x-amz-checksum-sha256": known[4][1] };
    expect(await send(both)).toEqual([400, "InvalidRequest"]);
    expect(await send({ "x-amz-sdk-checksum-algorithm": "CRC32" })).toEqual([400, "InvalidRequest"]);
  });

  test("goes with a copy, or is made anew by another kind", async () => {
    const Key = freshKey("k");
    await write(Key, { ChecksumAlgorithm: "SHA256" });
    const CopySource = `${Bucket}/${Key}`;
    const same = await client.send(new CopyObjectCommand({ Bucket, Key: freshKey("same"), CopySource }));
    expect(same.CopyObjectResult?.ChecksumSHA256).toBe(known[4][1]);
    const other = new CopyObjectCommand({ Bucket, Key: freshKey("other"), CopySource, ChecksumAlgorithm: "CRC64NVME" });
    expect((await client.send(other)).CopyObjectResult?.ChecksumCRC64NVME).toBe(known[2][1]);
  });
});
