import { afterEach, describe, expect, test, vi } from "vitest";

const tenantId = "ten_1";
const key = `uploads/${tenantId}/file.pdf`;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** URLs that a process with this environment signs for an upload of ten bytes and a download. */
async function urls(given: Record<string, string>): Promise<{ upload: URL; download: URL }> {
  const none = ["S3_ENDPOINT", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"];
  for (const name of none) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  const { provide } = await import("#platform/actor.ts");
  const { downloadUrl, uploadUrl } = await import("#platform/storage.ts");
  const origin = { door: "test", requestId: "test" };
  return provide({ kind: "system", tenantId, name: "test" }, origin, async () => ({
    upload: new URL(await uploadUrl(key, "application/pdf", 10)),
    download: new URL(await downloadUrl(key, "Größe 1.pdf")),
  }));
}

const facts = ({ origin, pathname, searchParams }: URL) => ({
  origin,
  pathname,
  credential: searchParams.get("X-Amz-Credential")?.replace(/\/\d{8}\//, "/<day>/"),
  token: searchParams.get("X-Amz-Security-Token"),
  signed: searchParams.get("X-Amz-SignedHeaders"),
  expires: searchParams.get("X-Amz-Expires"),
});

describe("a signed URL", () => {
  test("on AWS has the bucket in its host, and is signed with the credentials of the role", async () => {
    const { upload, download } = await urls({
      S3_BUCKET: "acme-files",
      S3_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "ASIAROLE",
      AWS_SECRET_ACCESS_KEY: "of-the-role",
      AWS_SESSION_TOKEN: "token+of/the=role",
    });
    const place = {
      origin: "https://acme-files.s3.eu-central-1.amazonaws.com",
      pathname: `/${key}`,
      credential: "ASIAROLE/<day>/eu-central-1/s3/aws4_request",
      token: "token+of/the=role",
    };
    expect(facts(upload)).toEqual({ ...place, signed: "content-length;content-type;host", expires: "600" });
    expect(facts(download)).toEqual({ ...place, signed: "host", expires: "900" });
    expect(download.searchParams.get("response-content-disposition")).toContain("Gr%C3%B6%C3%9Fe%201.pdf");
    for (const url of [upload, download]) expect(url.search).not.toMatch(/checksum-(?!mode)/i);
  });

  test("of a server of one's own has the bucket in its path, and is signed with the keys that were given", async () => {
    const { upload, download } = await urls({
      S3_BUCKET: "files",
      S3_REGION: "us-east-1",
      S3_ENDPOINT: "http://127.0.0.1:19000",
      S3_ACCESS_KEY_ID: "given",
      S3_SECRET_ACCESS_KEY: "secret",
      AWS_ACCESS_KEY_ID: "ASIAROLE",
      AWS_SECRET_ACCESS_KEY: "of-the-role",
    });
    const place = {
      origin: "http://127.0.0.1:19000",
      pathname: `/files/${key}`,
      credential: "given/<day>/us-east-1/s3/aws4_request",
      token: null,
    };
    expect(facts(upload)).toMatchObject(place);
    expect(facts(download)).toMatchObject(place);
  });

  test("is not made with a key whose secret is missing", async () => {
    await expect(urls({ S3_BUCKET: "files", S3_ACCESS_KEY_ID: "given" })).rejects.toThrow("S3_SECRET_ACCESS_KEY");
  });
});
