import { Agent } from "node:http";
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Bucket,
  client,
  connect,
  credentials,
  endpoint,
  failure,
  freshKey,
  given,
  put,
  read,
  refusal,
} from "./s3-client.ts";
import { exchange, type RawRequest, sendRaw, sign, tag } from "./s3-raw.ts";

async function presigned(Key: string, options: { expiresIn: number; signingDate?: Date }): Promise<string> {
  return await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), options);
}

describe("a signed request", () => {
  test("with a wrong secret, an unknown key or none is refused", async () => {
    expect(await refusal(read("x", connect(endpoint, "wrong")))).toBe("SignatureDoesNotMatch");
    expect(await refusal(read("x", connect(endpoint, "wrong", "NOBODY")))).toBe("InvalidAccessKeyId");
    const anonymous = await fetch(`${endpoint}/${Bucket}/x`);
    expect([anonymous.status, tag(await anonymous.text(), "Code")]).toEqual([403, "AccessDenied"]);
  });

  test("is refused when it names what it wants with one letter changed", async () => {
    const Key = freshKey("object");
    await put(Key, "0123456789");
    const raw: RawRequest = {
      path: `/${Bucket}/${Key}?response-content-language=de&versionId=null`,
      headers: { range: "bytes=0-4", "x-amz-checksum-mode": "ENABLED" },
    };
    expect((await sendRaw(raw)).status).toBe(206);
    const { headers } = sign(raw);
    const parts = ["path", ...Object.keys(headers).filter((name) => name !== "host" && name !== "authorization")];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...parts),
        fc.nat(),
        fc.constantFrom("a", "b", "7", "8"),
        async (name, seed, to) => {
          const sent = { ...headers };
          const text = name === "path" ? raw.path : (sent[name] ?? "");
          const from = name === "path" ? 1 : 0;
          const at = from + (seed % (text.length - from));
          const isFree = name === "path" && /[/?&=]/.test(text[at] ?? "");
          fc.pre(!isFree && text[at] !== to);
          const changed = text.slice(0, at) + to + text.slice(at + 1);
          if (name !== "path") sent[name] = changed;
          const answer = await exchange("GET", name === "path" ? changed : raw.path, sent, Buffer.alloc(0));
          expect(answer.status, `${name}: ${changed}`).toBeGreaterThanOrEqual(400);
          expect(answer.status).toBeLessThan(500);
          expect(tag(answer.body, "Code")).toMatch(
            /SignatureDoesNotMatch|AccessDenied|RequestTimeTooSkewed|InvalidRequest|AuthorizationHeaderMalformed|NotImplemented|NoSuchBucket/,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is refused when its signature has one digit changed", async () => {
    const Key = freshKey("object");
    await put(Key, "x");
    const { headers } = sign({ path: `/${Bucket}/${Key}` });
    const whole = headers["authorization"] ?? "";
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), async (back) => {
        const at = whole.length - back;
        const digit = whole[at] === "0" ? "1" : "0";
        const authorization = whole.slice(0, at) + digit + whole.slice(at + 1);
        const answer = await exchange("GET", `/${Bucket}/${Key}`, { ...headers, authorization }, Buffer.alloc(0));
        expect([answer.status, tag(answer.body, "Code")]).toEqual([403, "SignatureDoesNotMatch"]);
      }),
      { numRuns: 15 },
    );
  });

  test("is refused with a body that is not the one it hashed", async () => {
    const Key = freshKey("body");
    const tamper = (sent: { body: Buffer }): void => void sent.body.write("y");
    const answer = await sendRaw({ method: "PUT", path: `/${Bucket}/${Key}`, body: "x marks", tamper });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "XAmzContentSHA256Mismatch"]);
    expect(await refusal(read(Key))).toBe("NoSuchKey");
  });

  test("is refused with an amazon header it did not sign", async () => {
    const tamper = (sent: { headers: Record<string, string> }): void =>
      void Object.assign(sent.headers, { "x-amz-meta-role": "admin" });
    const answer = await sendRaw({ method: "PUT", path: `/${Bucket}/${freshKey("k")}`, body: "x", tamper });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([403, "AccessDenied"]);
  });

  test("is refused a quarter of an hour before and after its time", async () => {
    for (const minutes of [-16, 16]) {
      const signedAt = new Date(Date.now() + minutes * 60_000);
      const answer = await sendRaw({ path: `/${Bucket}/x`, signedAt });
      expect([answer.status, tag(answer.body, "Code")]).toEqual([403, "RequestTimeTooSkewed"]);
    }
  });

  test("of an older kind, or none the server can read, is refused", async () => {
    const path = `/${Bucket}/x`;
    const { headers } = sign({ path });
    const old = await exchange("GET", path, { ...headers, authorization: "AWS key:signature" }, Buffer.alloc(0));
    expect([old.status, tag(old.body, "Code")]).toEqual([400, "InvalidRequest"]);
    const broken = await exchange("GET", path, { ...headers, authorization: "AWS4-HMAC-SHA256 x" }, Buffer.alloc(0));
    expect([broken.status, tag(broken.body, "Code")]).toEqual([400, "AuthorizationHeaderMalformed"]);
  });

  test("names its error, the resource and the request in XML", async () => {
    const answer = await sendRaw({ path: `/${Bucket}/${freshKey("none")}` });
    expect(answer.status).toBe(404);
    expect(answer.headers["content-type"]).toBe("application/xml");
    expect(tag(answer.body, "Code")).toBe("NoSuchKey");
    expect(tag(answer.body, "Message")).toBe("The specified key does not exist.");
    expect(tag(answer.body, "RequestId")).toBe(answer.headers["x-amz-request-id"]);
  });
});

describe("a presigned address", () => {
  test("works for a browser of any origin, up and down", async () => {
    const Key = freshKey("browser.txt");
    const command = new PutObjectCommand({ Bucket, Key, ContentType: "text/plain" });
    const headers = { "content-type": "text/plain", origin: "http://portal" };
    const upload = await getSignedUrl(client, command, { expiresIn: 60 });
    const sent = await fetch(upload, { method: "PUT", body: "from the browser", headers });
    expect(sent.status).toBe(200);
    expect(sent.headers.get("etag")).toBeTruthy();
    const download = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment; filename="x.txt"' });
    const got = await fetch(await getSignedUrl(client, download, { expiresIn: 60 }));
    expect(await got.text()).toBe("from the browser");
    expect(got.headers.get("content-disposition")).toBe('attachment; filename="x.txt"');
  });

  test("with another key, query or method is refused", async () => {
    const Key = freshKey("secret");
    await put(Key, "x");
    const url = await presigned(Key, { expiresIn: 60 });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace("/secret", "/other"))).status).toBe(403);
    expect((await fetch(url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"))).status).toBe(403);
    expect((await fetch(`${url}&response-content-type=text/html`)).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
  });

  test("is refused once it expired and before its time", async () => {
    const Key = freshKey("old");
    await put(Key, "x");
    const expired = await fetch(await presigned(Key, { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) }));
    expect([expired.status, tag(await expired.text(), "Message")]).toEqual([403, "Request has expired"]);
    const early = await fetch(await presigned(Key, { expiresIn: 60, signingDate: new Date(Date.now() + 3_600_000) }));
    expect(early.status).toBe(403);
  });

  test("for longer than a week or without its parts is refused", async () => {
    const url = await presigned(freshKey("k"), { expiresIn: 60 });
    for (const wrong of [
      url.replace("X-Amz-Expires=60", "X-Amz-Expires=604801"),
      url.replace(/&X-Amz-Date=[^&]*/, ""),
    ]) {
      const answer = await fetch(wrong);
      expect([answer.status, tag(await answer.text(), "Code")]).toEqual([400, "AuthorizationQueryParametersError"]);
    }
  });

  test("admits a body of the length it signed only", async () => {
    const Key = freshKey("sized");
    const command = new PutObjectCommand({ Bucket, Key, ContentLength: 5 });
    const signableHeaders = new Set(["content-length", "host"]);
    const url = await getSignedUrl(client, command, { expiresIn: 60, signableHeaders });
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toContain("content-length");
    expect((await fetch(url, { method: "PUT", body: "too long for it" })).status).toBe(403);
    expect((await fetch(url, { method: "PUT", body: "12345" })).status).toBe(200);
  });
});

describe.runIf(!given)("a bucket named by the host", () => {
  const lookup = (_name: string, _options: object, done: (error: null, found: object[]) => void): void =>
    done(null, [{ address: "127.0.0.1", family: 4 }]);

  test("is the one of the path style", async () => {
    const httpAgent = new Agent({ lookup } as object);
    const hosted = new S3Client({
      endpoint: endpoint.replace("127.0.0.1", "localhost"),
      region: "us-east-1",
      credentials,
      maxAttempts: 1,
      requestHandler: { httpAgent },
    });
    const Key = freshKey("größe & (1)+ü.txt");
    await hosted.send(new HeadBucketCommand({ Bucket }));
    await hosted.send(new PutObjectCommand({ Bucket, Key, Body: "by host" }));
    expect((await read(Key)).toString()).toBe("by host");
    expect((await read(Key, hosted)).toString()).toBe("by host");
    const missing = await failure(hosted.send(new HeadBucketCommand({ Bucket: "no-such-bucket-here" })));
    expect(missing.$metadata.httpStatusCode).toBe(404);
    hosted.destroy();
    httpAgent.destroy();
  });
});
