import {
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetObjectAclCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  SelectObjectContentCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { Bucket, client, failure, freshKey, given, put, read, refusal } from "./s3-client.ts";
import { sendRaw, tag } from "./s3-raw.ts";

const destination = { Bucket: "arn:aws:s3:::elsewhere" };
const unsupported: [string, () => Promise<unknown>][] = [
  [
    "analytics",
    () =>
      client.send(
        new PutBucketAnalyticsConfigurationCommand({
          Bucket,
          Id: "a",
          AnalyticsConfiguration: { Id: "a", StorageClassAnalysis: {} },
        }),
      ),
  ],
  [
    "inventory",
    () =>
      client.send(
        new PutBucketInventoryConfigurationCommand({
          Bucket,
          Id: "a",
          InventoryConfiguration: {
            Id: "a",
            IsEnabled: true,
            IncludedObjectVersions: "All",
            Schedule: { Frequency: "Daily" },
            Destination: { S3BucketDestination: { ...destination, Format: "CSV" } },
          },
        }),
      ),
  ],
  [
    "replication",
    () =>
      client.send(
        new PutBucketReplicationCommand({
          Bucket,
          ReplicationConfiguration: {
            Role: "arn:aws:iam::1:role/r",
            Rules: [{ Status: "Enabled", Destination: destination }],
          },
        }),
      ),
  ],
  [
    "a website",
    () =>
      client.send(
        new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } } }),
      ),
  ],
  [
    "a query over an object",
    () =>
      client.send(
        new SelectObjectContentCommand({
          Bucket,
          Key: "k",
          Expression: "select * from s3object",
          ExpressionType: "SQL",
          InputSerialization: { JSON: { Type: "LINES" } },
          OutputSerialization: { JSON: {} },
        }),
      ),
  ],
  ["a bucket policy", () => client.send(new GetBucketPolicyCommand({ Bucket }))],
  ["the ACL of an object", () => client.send(new GetObjectAclCommand({ Bucket, Key: "k" }))],
  ["the first version of listings", () => client.send(new ListObjectsCommand({ Bucket }))],
];

describe.runIf(!given)("the emulator refuses", () => {
  test.each(unsupported)("%s with NotImplemented", async (_what, call) => {
    const refused = await failure(call());
    expect([refused.name, refused.$metadata.httpStatusCode]).toEqual(["NotImplemented", 501]);
    expect(refused.message).toBe("A header you provided implies functionality that is not implemented");
  });

  test("keys of the customer, with which it would only pretend to encrypt", async () => {
    const Key = freshKey("k");
    const command = new PutObjectCommand({
      Bucket,
      Key,
      Body: "x",
      SSECustomerAlgorithm: "AES256",
      SSECustomerKey: "x".repeat(32),
    });
    expect(await refusal(client.send(command))).toBe("NotImplemented");
    expect(await refusal(read(Key))).toBe("NoSuchKey");
  });
});

describe("a request that makes no sense", () => {
  test("names a bucket that is not there", async () => {
    const answer = await sendRaw({ path: "/no-such-bucket-here?list-type=2" });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([404, "NoSuchBucket"]);
    expect(tag(answer.body, "Message")).toBe("The specified bucket does not exist");
  });

  test("deletes nothing, or without a proof of its body", async () => {
    const nothing = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } });
    expect(await refusal(client.send(nothing))).toBe("MalformedXML");
    const Key = freshKey("k");
    await put(Key, "x");
    const body = `<Delete><Object><Key>${Key}</Key></Object></Delete>`;
    const answer = await sendRaw({ method: "POST", path: `/${Bucket}?delete`, body });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([400, "InvalidRequest"]);
    expect((await read(Key)).toString()).toBe("x");
  });

  test("has a key or metadata that is too long", async () => {
    expect(await refusal(put("k".repeat(1_025), "x"))).toBe("KeyTooLongError");
    const Metadata = { note: "x".repeat(2_049) };
    const command = new PutObjectCommand({ Bucket, Key: freshKey("k"), Body: "x", Metadata });
    expect(await refusal(client.send(command))).toBe("MetadataTooLarge");
  });

  test("uses a method an object does not have", async () => {
    const answer = await sendRaw({ method: "PATCH", path: `/${Bucket}/k` });
    expect([answer.status, tag(answer.body, "Code")]).toEqual([405, "MethodNotAllowed"]);
  });

  test("leaves the bucket as it was", async () => {
    const { $metadata } = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }));
    expect($metadata.httpStatusCode).toBe(200);
  });
});
