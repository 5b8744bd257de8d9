import { randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  type CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { Bucket, client, freshBucket, freshKey, put, read, refusal, statusOf } from "./s3-client.ts";

const big = randomBytes(5 * 1024 * 1024);

async function begin(Key: string, options: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const command = new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "video/mp4", ...options });
  return (await client.send(command)).UploadId ?? "";
}

async function part(Key: string, UploadId: string, PartNumber: number, Body: Buffer | string): Promise<CompletedPart> {
  const { ETag = "" } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { ETag, PartNumber };
}

function complete(
  Key: string,
  UploadId: string,
  Parts: CompletedPart[],
  options: Partial<CompleteMultipartUploadCommandInput> = {},
): Promise<CompleteMultipartUploadCommandOutput> {
  const command = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...options });
  return client.send(command);
}

describe("an upload in parts", () => {
  test("becomes one object in order of the numbers of its parts", async () => {
    const Key = freshKey("movie.mp4");
    const UploadId = await begin(Key, { Metadata: { tenant: "ten_1" } });
    const second = await part(Key, UploadId, 2, "tail");
    const first = await part(Key, UploadId, 1, big);
    const done = await complete(Key, UploadId, [first, second]);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await read(Key)).equals(Buffer.concat([big, Buffer.from("tail")]))).toBe(true);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentType: "video/mp4", ETag: done.ETag, Metadata: { tenant: "ten_1" } });
  });

  test("is no object before it is complete", async () => {
    const Key = freshKey("open");
    const UploadId = await begin(Key);
    await part(Key, UploadId, 1, "x");
    expect(await refusal(read(Key))).toBe("NoSuchKey");
  });

  test("takes the last of the parts with one number", async () => {
    const Key = freshKey("again");
    const UploadId = await begin(Key);
    const former = await part(Key, UploadId, 1, "first try");
    const latter = await part(Key, UploadId, 1, "second try");
    expect(await refusal(complete(Key, UploadId, [former]))).toBe("InvalidPart");
    await complete(Key, UploadId, [latter]);
    expect((await read(Key)).toString()).toBe("second try");
  });

  test("leaves out parts that are not listed", async () => {
    const Key = freshKey("partly");
    const UploadId = await begin(Key);
    await part(Key, UploadId, 1, "unused");
    await complete(Key, UploadId, [await part(Key, UploadId, 7, "used")]);
    expect((await read(Key)).toString()).toBe("used");
  });

  test("is refused with a part that is missing, changed, too small or out of order", async () => {
    const Key = freshKey("bad.mp4");
    const UploadId = await begin(Key);
    const first = await part(Key, UploadId, 1, "a");
    const second = await part(Key, UploadId, 2, "b");
    expect(await refusal(complete(Key, UploadId, [{ ETag: '"0"', PartNumber: 3 }]))).toBe("InvalidPart");
    expect(await refusal(complete(Key, UploadId, [{ ...first, ETag: second.ETag }]))).toBe("InvalidPart");
    expect(await refusal(complete(Key, UploadId, [first, second]))).toBe("EntityTooSmall");
    expect(await refusal(complete(Key, UploadId, [second, first]))).toBe("InvalidPartOrder");
    expect(await refusal(complete(Key, UploadId, []))).toMatch(/MalformedXML|InvalidRequest/);
  });

  test("refuses a part number outside 1 to 10,000", async () => {
    const Key = freshKey("numbers");
    const UploadId = await begin(Key);
    expect(await refusal(part(Key, UploadId, 10_001, "x"))).toBe("InvalidArgument");
    expect(await refusal(part(Key, UploadId, 0, "x"))).toBe("InvalidArgument");
  });

  test("is gone once it is aborted or complete", async () => {
    const Key = freshKey("gone");
    const UploadId = await begin(Key);
    const only = await part(Key, UploadId, 1, "x");
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await refusal(complete(Key, UploadId, [only]))).toBe("NoSuchUpload");
    expect(await refusal(part(Key, UploadId, 2, "y"))).toBe("NoSuchUpload");
    expect(await refusal(client.send(new ListPartsCommand({ Bucket, Key, UploadId })))).toBe("NoSuchUpload");
  });

  test("belongs to its key", async () => {
    const UploadId = await begin(freshKey("mine"));
    expect(await refusal(part(freshKey("yours"), UploadId, 1, "x"))).toBe("NoSuchUpload");
  });

  test("replaces nothing when it must not", async () => {
    const Key = freshKey("taken");
    const UploadId = await begin(Key);
    const only = await part(Key, UploadId, 1, "upload");
    await put(Key, "there already");
    expect(await statusOf(complete(Key, UploadId, [only], { IfNoneMatch: "*" }))).toBe(412);
    expect((await read(Key)).toString()).toBe("there already");
  });
});

describe("the parts of an upload", () => {
  test("are listed in order and in pages", async () => {
    const Key = freshKey("pages");
    const UploadId = await begin(Key);
    for (const number of [3, 1, 2]) await part(Key, UploadId, number, "x".repeat(number));
    const first = await client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect([first.IsTruncated, first.NextPartNumberMarker]).toEqual([true, "2"]);
    const command = new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: "2" });
    const rest = await client.send(command);
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
    expect(rest.IsTruncated).toBe(false);
  });

  test("may be copied from an object, whole or a range of it", async () => {
    const source = freshKey("source");
    await put(source, "0123456789");
    const Key = freshKey("copied");
    const UploadId = await begin(Key);
    const from = { Bucket, Key, UploadId, CopySource: `${Bucket}/${source}` };
    const command = new UploadPartCopyCommand({ ...from, PartNumber: 1, CopySourceRange: "bytes=2-4" });
    const copied = await client.send(command);
    await complete(Key, UploadId, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);
    expect((await read(Key)).toString()).toBe("234");
  });

  test("are not copied from a range that is not there", async () => {
    const source = freshKey("source");
    await put(source, "0123456789");
    const Key = freshKey("copied");
    const UploadId = await begin(Key);
    const from = { Bucket, Key, UploadId, PartNumber: 1, CopySource: `${Bucket}/${source}` };
    const beyond = new UploadPartCopyCommand({ ...from, CopySourceRange: "bytes=5-10" });
    expect(await refusal(client.send(beyond))).toMatch(/InvalidArgument|InvalidRange|InvalidRequest/);
    const stale = new UploadPartCopyCommand({ ...from, CopySourceIfMatch: '"0"' });
    expect(await statusOf(client.send(stale))).toBe(412);
  });
});

describe("the uploads of a bucket", () => {
  test("are listed by key and in pages until they end", async () => {
    const own = await freshBucket();
    const begun: string[] = [];
    for (const Key of ["b", "a/1", "a/2", "b"]) begun.push(`${Key} ${await begin(Key, { Bucket: own })}`);
    const seen: string[] = [];
    let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
    while (marker) {
      const command = new ListMultipartUploadsCommand({ Bucket: own, MaxUploads: 1, ...marker });
      const page: ListMultipartUploadsCommandOutput = await client.send(command);
      seen.push(...(page.Uploads ?? []).map(({ Key, UploadId }) => `${Key} ${UploadId}`));
      marker = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker ?? "", UploadIdMarker: page.NextUploadIdMarker ?? "" }
        : undefined;
    }
    expect(seen.toSorted()).toEqual(begun.toSorted());
    expect(seen.map((line) => line.split(" ")[0])).toEqual(["a/1", "a/2", "b", "b"]);
    const folded = await client.send(new ListMultipartUploadsCommand({ Bucket: own, Delimiter: "/" }));
    expect(folded.CommonPrefixes).toEqual([{ Prefix: "a/" }]);
    expect(folded.Uploads?.map(({ Key }) => Key)).toEqual(["b", "b"]);
  });
});

describe("the checksum of an upload", () => {
  async function upload(Key: string, options: Partial<CreateMultipartUploadCommandInput>, name: "CRC32" | "SHA256") {
    const UploadId = await begin(Key, { ChecksumAlgorithm: name, ...options });
    const Parts: CompletedPart[] = [];
    for (const [index, Body] of [big, Buffer.from("tail")].entries()) {
      const command = new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: index + 1,
        Body,
        ChecksumAlgorithm: name,
      });
      const { ETag, ChecksumCRC32, ChecksumSHA256 } = await client.send(command);
      Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32, ChecksumSHA256 });
    }
    return { UploadId, Parts };
  }

  test("is that of the checksums of its parts", async () => {
    const Key = freshKey("composite");
    const { UploadId, Parts } = await upload(Key, {}, "SHA256");
    const done = await complete(Key, UploadId, Parts);
    expect(done.ChecksumSHA256).toMatch(/^[A-Za-z0-9+/]{43}=-2$/);
    expect(done.ChecksumType).toBe("COMPOSITE");
    const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect((await got.Body?.transformToByteArray())?.length).toBe(big.length + 4);
    expect(got.ChecksumSHA256).toBe(done.ChecksumSHA256);
  });

  test("is that of the whole when it was asked for", async () => {
    const Key = freshKey("full");
    const { UploadId, Parts } = await upload(Key, { ChecksumType: "FULL_OBJECT" }, "CRC32");
    const wrong = complete(Key, UploadId, Parts, { ChecksumCRC32: "AAAAAA==", ChecksumType: "FULL_OBJECT" });
    expect(await refusal(wrong)).toBe("BadDigest");
    const done = await complete(Key, UploadId, Parts, { ChecksumType: "FULL_OBJECT" });
    expect(done.ChecksumType).toBe("FULL_OBJECT");
    expect(done.ChecksumCRC32).toMatch(/^[A-Za-z0-9+/]{6}==$/);
    const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect((await got.Body?.transformToByteArray())?.length).toBe(big.length + 4);
  });

  test("is refused when a part lacks its own or has another", async () => {
    const Key = freshKey("composite");
    const { UploadId, Parts } = await upload(Key, {}, "SHA256");
    const bare = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    expect(await refusal(complete(Key, UploadId, bare))).toBe("InvalidRequest");
    const swapped = Parts.map((one, index) => ({ ...one, ChecksumSHA256: Parts[1 - index]?.ChecksumSHA256 }));
    expect(await refusal(complete(Key, UploadId, swapped))).toMatch(/InvalidPart|BadDigest|InvalidRequest/);
    const other = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 3, Body: "x", ChecksumAlgorithm: "SHA1" });
    expect(await refusal(client.send(other))).toBe("InvalidRequest");
  });
});
