import { DeleteObjectCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { provide } from "#platform/actor.ts";
import { get, put } from "#platform/storage.ts";
import { freshTenant } from "#tests/support/tenant.ts";

const env = (name: string): string => process.env[name] ?? "";

test("what has legal weight lies in a bucket of its own, where no version of it can be deleted before its time", async () => {
  const { id: tenantId } = await freshTenant();
  const key = `contracts/${tenantId}/con_1.pdf`;
  await provide({ kind: "system", tenantId, name: "test" }, { door: "test", requestId: "test" }, async () => {
    await put(key, "signed", "application/pdf");
    expect(Buffer.from((await get(key)) ?? []).toString()).toBe("signed");
  });
  const client = new S3Client({
    endpoint: env("S3_ENDPOINT"),
    region: env("S3_REGION"),
    forcePathStyle: true,
    credentials: { accessKeyId: env("S3_ACCESS_KEY_ID"), secretAccessKey: env("S3_SECRET_ACCESS_KEY") },
  });
  const place = { Bucket: env("S3_LEGAL_BUCKET"), Key: key };
  const { VersionId, ObjectLockMode } = await client.send(new HeadObjectCommand(place));
  expect(ObjectLockMode).toBe("GOVERNANCE");
  await expect(client.send(new DeleteObjectCommand({ ...place, VersionId }))).rejects.toThrow(/denied/i);
  await expect(client.send(new HeadObjectCommand({ ...place, Bucket: env("S3_BUCKET") }))).rejects.toMatchObject({
    name: "NotFound",
  });
});
