import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "vitest";
import { client, endpoint, freshBucket, Bucket as open, refusal } from "./s3-client.ts";
import { tag } from "./s3-raw.ts";

const rules: CORSRule[] = [
  {
    ID: "portal",
    AllowedOrigins: ["https://*.agency.test"],
    AllowedMethods: ["PUT", "GET"],
    AllowedHeaders: ["content-*"],
    ExposeHeaders: ["ETag"],
    MaxAgeSeconds: 600,
  },
  { AllowedOrigins: ["https://reader.test"], AllowedMethods: ["GET"] },
];

async function bucketWith(CORSRules: CORSRule[]): Promise<string> {
  const Bucket = await freshBucket();
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  return Bucket;
}

function preflight(Bucket: string, origin: string, method: string, headers?: string): Promise<Response> {
  return fetch(`${endpoint}/${Bucket}/some/key`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": method,
      ...(headers ? { "access-control-request-headers": headers } : {}),
    },
  });
}

describe("the rules of a bucket for other origins", () => {
  test("come back as they were put and go when they are deleted", async () => {
    const Bucket = await bucketWith(rules);
    const get = () => client.send(new GetBucketCorsCommand({ Bucket }));
    expect((await get()).CORSRules).toEqual(rules);
    await client.send(new DeleteBucketCorsCommand({ Bucket }));
    expect(await refusal(get())).toBe("NoSuchCORSConfiguration");
  });

  test.each([
    ["an unknown method", { AllowedOrigins: ["*"], AllowedMethods: ["PATCH"] }, "InvalidRequest"],
    ["two wildcards", { AllowedOrigins: ["https://*.*"], AllowedMethods: ["GET"] }, "InvalidRequest"],
    ["no origin", { AllowedOrigins: [], AllowedMethods: ["GET"] }, "MalformedXML"],
  ])("are refused with %s", async (_what, rule, name) => {
    expect(await refusal(bucketWith([rule]))).toBe(name);
  });
});

describe("a preflight", () => {
  test("is answered by the rule that fits", async () => {
    const answer = await preflight(
      await bucketWith(rules),
      "https://app.agency.test",
      "PUT",
      "Content-Type, content-md5",
    );
    expect(answer.status).toBe(200);
    const { headers } = answer;
    expect(headers.get("access-control-allow-origin")).toBe("https://app.agency.test");
    expect(headers.get("access-control-allow-methods")).toBe("PUT, GET");
    expect(headers.get("access-control-allow-headers")).toBe("content-type, content-md5");
    expect(headers.get("access-control-max-age")).toBe("600");
    expect(headers.get("vary")).toContain("Origin");
  });

  test.each([
    ["another origin", "https://agency.test.evil", "PUT", undefined],
    ["another method", "https://reader.test", "PUT", undefined],
    ["another header", "https://app.agency.test", "PUT", "x-amz-meta-a"],
  ])("is refused for %s", async (_what, origin, method, headers) => {
    const answer = await preflight(await bucketWith(rules), origin, method, headers);
    expect([answer.status, tag(await answer.text(), "Code")]).toEqual([403, "AccessForbidden"]);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("is refused by a bucket without rules", async () => {
    const Bucket = await bucketWith(rules);
    await client.send(new DeleteBucketCorsCommand({ Bucket }));
    expect((await preflight(Bucket, "https://app.agency.test", "GET")).status).toBe(403);
  });

  test("lets a portal upload to the bucket of the product", async () => {
    const answer = await preflight(open, "http://portal", "PUT", "content-type");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-headers")).toBe("content-type");
    expect(answer.headers.get("access-control-allow-methods")).toContain("PUT");
  });
});

describe("an answer", () => {
  test("may be read by a page the rules name and by no other", async () => {
    const Bucket = await bucketWith(rules);
    await client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "k" }), { expiresIn: 60 });
    const allowed = await fetch(url, { headers: { origin: "https://app.agency.test" } });
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.agency.test");
    expect(allowed.headers.get("access-control-expose-headers")).toBe("ETag");
    const foreign = await fetch(url, { headers: { origin: "https://other.test" } });
    expect([foreign.status, foreign.headers.get("access-control-allow-origin")]).toEqual([200, null]);
  });

  test("that is an error may be read too", async () => {
    const Bucket = await bucketWith(rules);
    const answer = await fetch(`${endpoint}/${Bucket}/k`, { headers: { origin: "https://reader.test" } });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([403, "https://reader.test"]);
  });
});
