import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { Bucket, client, credentials, endpoint, freshKey, read, refusal } from "./s3-client.ts";
import { signingKey, tag } from "./s3-raw.ts";

type Condition = Record<string, string> | [string, string, string] | ["content-length-range", number, number];

interface Form {
  key: string;
  conditions?: Condition[];
  fields?: Record<string, string>;
  content?: string;
  expiresInMs?: number;
  tamper?: (form: FormData) => void;
}

/** Sends the form a browser would, with a policy that names the fields it is given. */
async function submit({ key, conditions = [], fields = {}, content = "picture", expiresInMs = 60_000, tamper }: Form) {
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const { scope, sign } = signingKey(timestamp.slice(0, 8));
  const signed = {
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": `${credentials.accessKeyId}/${scope}`,
    "x-amz-date": timestamp,
  };
  const own = Object.entries(signed).map(([name, value]) => ({ [name]: value }));
  const document = {
    expiration: new Date(Date.now() + expiresInMs).toISOString(),
    conditions: [{ bucket: Bucket }, ["starts-with", "$key", "t"], ...conditions, ...own],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString("base64");
  const form = new FormData();
  const all = { key, ...fields, ...signed, policy, "x-amz-signature": sign(policy) };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  form.set("file", new Blob([content], { type: "image/png" }), "größe.png");
  tamper?.(form);
  const answer = await fetch(`${endpoint}/${Bucket}`, { method: "POST", body: form, redirect: "manual" });
  const body = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body,
    code: tag(body, "Code"),
    message: tag(body, "Message"),
  };
}

describe("a form upload", () => {
  test("stores the file with the fields its policy allows", async () => {
    const key = freshKey("form.png");
    const fields = { "Content-Type": "image/png", "x-amz-meta-tenant": "ten_1" };
    const conditions: Condition[] = [["starts-with", "$Content-Type", "image/"], { "x-amz-meta-tenant": "ten_1" }];
    const sent = await submit({ key, fields, conditions, content: "p\r\n--i\r\ncture" });
    expect(sent.status).toBe(204);
    expect(sent.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
    expect((await read(key)).toString()).toBe("p\r\n--i\r\ncture");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    expect(head).toMatchObject({ ContentType: "image/png", Metadata: { tenant: "ten_1" } });
  });

  test("names its key after the file", async () => {
    const folder = freshKey("named");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the form's own placeholder
    await submit({ key: `${folder}/${"${filename}"}` });
    expect((await read(`${folder}/größe.png`)).toString()).toBe("picture");
  });

  test("answers as its form asks", async () => {
    const key = freshKey("k");
    const status = { success_action_status: "201" };
    const created = await submit({ key, fields: status, conditions: [status] });
    expect([created.status, tag(created.body, "Key"), tag(created.body, "Bucket")]).toEqual([201, key, Bucket]);
    const target = { success_action_redirect: "https://portal.test/done?a=1" };
    const redirected = await submit({ key, fields: target, conditions: [target] });
    expect(redirected.status).toBe(303);
    const location = new URL(redirected.headers.get("location") ?? "");
    expect([location.host, location.searchParams.get("key"), location.searchParams.get("a")]).toEqual([
      "portal.test",
      key,
      "1",
    ]);
  });

  test("is refused when a field is not what the policy says", async () => {
    const key = freshKey("k");
    const sent = await submit({ key, fields: { acl: "public-read" }, conditions: [["eq", "$acl", "private"]] });
    expect([sent.status, sent.code]).toEqual([403, "AccessDenied"]);
    expect(sent.message).toMatch(/^Invalid according to Policy: Policy Condition failed/);
    const outside = await submit({ key: `other/${key}` });
    expect([outside.status, outside.code]).toEqual([403, "AccessDenied"]);
    expect(await refusal(read(key))).toBe("NoSuchKey");
  });

  test("is refused with a field the policy does not name, unless it may be ignored", async () => {
    const key = freshKey("k");
    const extra = await submit({ key, fields: { "x-amz-meta-role": "admin" } });
    expect([extra.status, extra.code]).toEqual([403, "AccessDenied"]);
    expect(extra.message).toContain("Extra input fields: x-amz-meta-role");
    expect((await submit({ key, fields: { "x-ignore-note": "hello" } })).status).toBe(204);
  });

  test("is refused when its file is too large or too small, and nothing is kept", async () => {
    const key = freshKey("k");
    const range: Condition = ["content-length-range", 5, 10];
    expect((await submit({ key, conditions: [range], content: "x".repeat(11) })).code).toBe("EntityTooLarge");
    expect((await submit({ key, conditions: [range], content: "x".repeat(4) })).code).toBe("EntityTooSmall");
    expect(await refusal(read(key))).toBe("NoSuchKey");
    expect((await submit({ key, conditions: [range], content: "x".repeat(10) })).status).toBe(204);
  });

  test("is refused once its policy expired", async () => {
    const sent = await submit({ key: freshKey("k"), expiresInMs: -1_000 });
    expect([sent.status, sent.code]).toEqual([403, "AccessDenied"]);
    expect(sent.message).toContain("Policy expired");
  });

  test("is refused when its policy or its signature was changed", async () => {
    const wider = Buffer.from(JSON.stringify({ expiration: "2100-01-01T00:00:00Z", conditions: [] })).toString(
      "base64",
    );
    for (const [name, value] of [
      ["policy", wider],
      ["x-amz-signature", "0".repeat(64)],
    ] as const) {
      const sent = await submit({ key: freshKey("k"), tamper: (form) => form.set(name, value) });
      expect([sent.status, sent.code]).toEqual([403, "SignatureDoesNotMatch"]);
    }
  });

  test("is refused without a key, a policy or a signature", async () => {
    const without = (name: string) => submit({ key: freshKey("k"), tamper: (form) => form.delete(name) });
    expect((await without("key")).code).toBe("InvalidArgument");
    expect((await without("policy")).status).toBe(403);
    expect([400, 403]).toContain((await without("x-amz-signature")).status);
    expect((await without("file")).status).toBe(400);
  });
});
