import { randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "vitest";
import { Bucket, client, connect, endpoint, failure, freshKey, put, read } from "./s3-client.ts";

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
