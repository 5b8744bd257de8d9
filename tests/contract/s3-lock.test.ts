import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockRetentionMode,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { client, failure, freshBucket, freshKey, refusal } from "./s3-client.ts";
import { sendRaw, tag } from "./s3-raw.ts";

let Bucket: string;
const tomorrow = new Date(Date.now() + 86_400_000);
const nextWeek = new Date(Date.now() + 7 * 86_400_000);

beforeAll(async () => {
  Bucket = `contract-lock-${process.pid}-${Date.now().toString(36)}`;
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
});

async function write(Key: string, mode?: ObjectLockRetentionMode, RetainUntilDate = tomorrow): Promise<string> {
  const lock = mode ? { ObjectLockMode: mode, ObjectLockRetainUntilDate: RetainUntilDate } : {};
  const done = await client.send(new PutObjectCommand({ Bucket, Key, Body: "signed contract", ...lock }));
  return done.VersionId ?? "";
}

async function retain(
  Key: string,
  Mode: ObjectLockRetentionMode,
  RetainUntilDate: Date,
  bypass = false,
): Promise<void> {
  const command = new PutObjectRetentionCommand({
    Bucket,
    Key,
    Retention: { Mode, RetainUntilDate },
    ...(bypass ? { BypassGovernanceRetention: true } : {}),
  });
  await client.send(command);
}

async function hold(Key: string, Status: "ON" | "OFF"): Promise<void> {
  await client.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status } }));
}

async function remove(Key: string, VersionId: string, BypassGovernanceRetention = false): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }));
}

describe("a bucket with object lock", () => {
  test("keeps versions and says that it locks", async () => {
    const { ObjectLockConfiguration } = await client.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
    expect(await write(freshKey("k"))).toMatch(/\S/);
  });

  test("cannot stop keeping versions", async () => {
    const command = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } });
    expect(await refusal(client.send(command))).toBe("InvalidBucketState");
  });

  test("gives new versions its default retention", async () => {
    const own = `${Bucket}-default`;
    await client.send(new CreateBucketCommand({ Bucket: own, ObjectLockEnabledForBucket: true }));
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE" as const, Days: 2 } };
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, Rule };
    await client.send(new PutObjectLockConfigurationCommand({ Bucket: own, ObjectLockConfiguration }));
    const shown = await client.send(new GetObjectLockConfigurationCommand({ Bucket: own }));
    expect(shown.ObjectLockConfiguration).toEqual(ObjectLockConfiguration);
    await client.send(new PutObjectCommand({ Bucket: own, Key: "k", Body: "x" }));
    const head = await client.send(new HeadObjectCommand({ Bucket: own, Key: "k" }));
    expect(head.ObjectLockMode).toBe("GOVERNANCE");
    const days = ((head.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(2, 1);
  });

  test.each([
    ["days and years at once", { Mode: "GOVERNANCE" as const, Days: 1, Years: 1 }, "MalformedXML"],
    ["no length", { Mode: "GOVERNANCE" as const }, "MalformedXML"],
    ["an unknown mode", { Mode: "STRICT" as "GOVERNANCE", Days: 1 }, "MalformedXML"],
    ["no day", { Mode: "GOVERNANCE" as const, Days: 0 }, "InvalidRetentionPeriod"],
  ])("refuses a default of %s", async (_what, DefaultRetention, name) => {
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const, Rule: { DefaultRetention } };
    const command = new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration });
    expect([name, "InvalidArgument"]).toContain(await refusal(client.send(command)));
  });

  test("is asked for before anything is locked", async () => {
    const plain = await freshBucket();
    const Key = "k";
    const configuration = new GetObjectLockConfigurationCommand({ Bucket: plain });
    expect(await refusal(client.send(configuration))).toBe("ObjectLockConfigurationNotFoundError");
    const lock = { ObjectLockMode: "GOVERNANCE" as const, ObjectLockRetainUntilDate: tomorrow };
    const locked = new PutObjectCommand({ Bucket: plain, Key, Body: "x", ...lock });
    expect(await refusal(client.send(locked))).toBe("InvalidRequest");
    await client.send(new PutObjectCommand({ Bucket: plain, Key, Body: "x" }));
    const held = new PutObjectLegalHoldCommand({ Bucket: plain, Key, LegalHold: { Status: "ON" } });
    expect(await refusal(client.send(held))).toBe("InvalidRequest");
  });
});

describe("a retained version", () => {
  test("says so to who reads it", async () => {
    const Key = freshKey("k");
    await write(Key, "COMPLIANCE");
    const found = await client.send(new GetObjectCommand({ Bucket, Key }));
    await found.Body?.transformToString();
    expect(found.ObjectLockMode).toBe("COMPLIANCE");
    expect(Math.abs((found.ObjectLockRetainUntilDate?.getTime() ?? 0) - tomorrow.getTime())).toBeLessThan(1_000);
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key }));
    expect(Retention?.Mode).toBe("COMPLIANCE");
  });

  test("is not deleted under COMPLIANCE, with or without a bypass", async () => {
    const Key = freshKey("k");
    const version = await write(Key, "COMPLIANCE");
    const refused = await failure(remove(Key, version));
    expect([refused.name, refused.$metadata.httpStatusCode]).toEqual(["AccessDenied", 403]);
    expect(await refusal(remove(Key, version, true))).toBe("AccessDenied");
    const found = await client.send(new GetObjectCommand({ Bucket, Key, VersionId: version }));
    expect(await found.Body?.transformToString()).toBe("signed contract");
  });

  test("is deleted under GOVERNANCE by a bypass only", async () => {
    const Key = freshKey("k");
    const version = await write(Key, "GOVERNANCE");
    expect(await refusal(remove(Key, version))).toBe("AccessDenied");
    await remove(Key, version, true);
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key })))).toBe("NoSuchKey");
  });

  test("may be hidden by a marker and covered by a newer version", async () => {
    const Key = freshKey("k");
    const version = await write(Key, "COMPLIANCE");
    await write(Key);
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    const found = await client.send(new GetObjectCommand({ Bucket, Key, VersionId: version }));
    expect(await found.Body?.transformToString()).toBe("signed contract");
  });

  test("stops no other deletion of a batch", async () => {
    const [locked, open] = [freshKey("locked"), freshKey("open")];
    const Objects = [
      { Key: locked, VersionId: await write(locked, "COMPLIANCE") },
      { Key: open, VersionId: await write(open) },
    ];
    const done = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(done.Errors).toMatchObject([{ Key: locked, Code: "AccessDenied" }]);
    expect(done.Deleted).toMatchObject([{ Key: open }]);
  });

  test("may be kept longer, never shorter, under COMPLIANCE", async () => {
    const Key = freshKey("k");
    await write(Key, "COMPLIANCE");
    await retain(Key, "COMPLIANCE", nextWeek);
    expect(await refusal(retain(Key, "COMPLIANCE", tomorrow))).toBe("AccessDenied");
    expect(await refusal(retain(Key, "GOVERNANCE", nextWeek, true))).toBe("AccessDenied");
  });

  test("may be kept shorter or more strictly under GOVERNANCE by a bypass", async () => {
    const Key = freshKey("k");
    await write(Key, "GOVERNANCE", nextWeek);
    expect(await refusal(retain(Key, "GOVERNANCE", tomorrow))).toBe("AccessDenied");
    expect(await refusal(retain(Key, "COMPLIANCE", nextWeek))).toBe("AccessDenied");
    await retain(Key, "GOVERNANCE", tomorrow, true);
    await retain(Key, "COMPLIANCE", tomorrow, true);
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key }));
    expect(Retention?.Mode).toBe("COMPLIANCE");
  });

  test("is not retained into the past", async () => {
    const Key = freshKey("k");
    await write(Key);
    expect(await refusal(retain(Key, "GOVERNANCE", new Date(Date.now() - 60_000)))).toBe("InvalidArgument");
  });

  test("needs mode and time together and a proof of its bytes", async () => {
    const path = `/${Bucket}/${freshKey("k")}`;
    const mode = { "x-amz-object-lock-mode": "GOVERNANCE" };
    const half = await sendRaw({ method: "PUT", path, body: "x", headers: mode });
    expect([half.status, tag(half.body, "Code")]).toEqual([400, "InvalidArgument"]);
    const whole = { ...mode, "x-amz-object-lock-retain-until-date": tomorrow.toISOString() };
    const unproven = await sendRaw({ method: "PUT", path, body: "x", headers: whole });
    expect([unproven.status, tag(unproven.body, "Code")]).toEqual([400, "InvalidRequest"]);
  });
});

describe("a legal hold", () => {
  test("keeps a version until it is taken off, whatever its retention", async () => {
    const Key = freshKey("k");
    const version = await write(Key, "GOVERNANCE");
    await hold(Key, "ON");
    const { LegalHold } = await client.send(new GetObjectLegalHoldCommand({ Bucket, Key }));
    expect(LegalHold?.Status).toBe("ON");
    expect(await refusal(remove(Key, version, true))).toBe("AccessDenied");
    await hold(Key, "OFF");
    await remove(Key, version, true);
  });

  test("may come with the object", async () => {
    const Key = freshKey("k");
    const command = new PutObjectCommand({ Bucket, Key, Body: "x", ObjectLockLegalHoldStatus: "ON" });
    const { VersionId = "" } = await client.send(command);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ObjectLockLegalHoldStatus).toBe("ON");
    expect(await refusal(remove(Key, VersionId))).toBe("AccessDenied");
    await hold(Key, "OFF");
    await remove(Key, VersionId);
  });

  test("is not there unless it was set", async () => {
    const Key = freshKey("k");
    await write(Key);
    const command = new GetObjectLegalHoldCommand({ Bucket, Key });
    expect(await refusal(client.send(command))).toBe("NoSuchObjectLockConfiguration");
    expect(await refusal(client.send(new GetObjectRetentionCommand({ Bucket, Key })))).toBe(
      "NoSuchObjectLockConfiguration",
    );
  });

  test("is ON or OFF and nothing else", async () => {
    const Key = freshKey("k");
    await write(Key);
    expect(await refusal(hold(Key, "MAYBE" as "ON"))).toBe("MalformedXML");
  });
});
