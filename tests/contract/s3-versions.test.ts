import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { client, failure, freshBucket, refusal, setVersioning } from "./s3-client.ts";

async function write(Bucket: string, Key: string, Body: string): Promise<string> {
  return (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? "";
}

async function text(Bucket: string, Key: string, VersionId?: string): Promise<string> {
  const command = new GetObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) });
  return (await (await client.send(command)).Body?.transformToString()) ?? "";
}

async function remove(Bucket: string, Key: string, VersionId?: string) {
  return await client.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }));
}

describe("a bucket that keeps versions", () => {
  test("says whether it does", async () => {
    const Bucket = await freshBucket();
    const status = async (): Promise<string | undefined> =>
      (await client.send(new GetBucketVersioningCommand({ Bucket }))).Status;
    expect(await status()).toBeUndefined();
    await setVersioning(Bucket, "Enabled");
    expect(await status()).toBe("Enabled");
    await setVersioning(Bucket, "Suspended");
    expect(await status()).toBe("Suspended");
  });

  test("refuses a status it does not know", async () => {
    const Bucket = await freshBucket();
    const VersioningConfiguration = { Status: "On" as "Enabled" };
    expect(await refusal(client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration })))).toBe(
      "MalformedXML",
    );
  });

  test("answers every write with another version and reads each of them", async () => {
    const Bucket = await freshBucket("Enabled");
    const first = await write(Bucket, "k", "one");
    const second = await write(Bucket, "k", "two");
    expect(first).not.toBe(second);
    expect(await text(Bucket, "k")).toBe("two");
    expect(await text(Bucket, "k", first)).toBe("one");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "k", VersionId: first }));
    expect(head).toMatchObject({ VersionId: first, ContentLength: 3 });
  });

  test("keeps as the version null what was there before", async () => {
    const Bucket = await freshBucket();
    await write(Bucket, "k", "before");
    await setVersioning(Bucket, "Enabled");
    await write(Bucket, "k", "after");
    expect(await text(Bucket, "k", "null")).toBe("before");
    expect(await text(Bucket, "k")).toBe("after");
  });

  test("deletes by a marker, below which the object stays", async () => {
    const Bucket = await freshBucket("Enabled");
    const version = await write(Bucket, "k", "kept");
    const deleted = await remove(Bucket, "k");
    expect(deleted.DeleteMarker).toBe(true);
    const gone = await failure(text(Bucket, "k") as Promise<unknown>);
    expect(gone.name).toBe("NoSuchKey");
    expect(gone.$response?.headers["x-amz-delete-marker"]).toBe("true");
    expect(await text(Bucket, "k", version)).toBe("kept");
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    const marker = await failure(text(Bucket, "k", deleted.VersionId));
    expect(marker.$metadata.httpStatusCode).toBe(405);
  });

  test("brings an object back when its marker is removed", async () => {
    const Bucket = await freshBucket("Enabled");
    await write(Bucket, "k", "back");
    const { VersionId } = await remove(Bucket, "k");
    const undone = await remove(Bucket, "k", VersionId);
    expect(undone).toMatchObject({ DeleteMarker: true, VersionId });
    expect(await text(Bucket, "k")).toBe("back");
  });

  test("removes one version for good and shows the one before", async () => {
    const Bucket = await freshBucket("Enabled");
    const first = await write(Bucket, "k", "one");
    const second = await write(Bucket, "k", "two");
    expect((await remove(Bucket, "k", second)).VersionId).toBe(second);
    expect(await text(Bucket, "k")).toBe("one");
    expect(["NoSuchVersion", "InvalidArgument"]).toContain(await refusal(text(Bucket, "k", second)));
    await remove(Bucket, "k", first);
    expect(await refusal(text(Bucket, "k"))).toBe("NoSuchKey");
  });

  test("does not go while a version is left", async () => {
    const Bucket = await freshBucket("Enabled");
    const version = await write(Bucket, "k", "x");
    const marker = (await remove(Bucket, "k")).VersionId;
    expect(await refusal(client.send(new DeleteBucketCommand({ Bucket })))).toBe("BucketNotEmpty");
    await remove(Bucket, "k", version);
    await remove(Bucket, "k", marker);
    await client.send(new DeleteBucketCommand({ Bucket }));
  });

  test("copies a version that is no longer the newest", async () => {
    const Bucket = await freshBucket("Enabled");
    const first = await write(Bucket, "k", "one");
    await write(Bucket, "k", "two");
    const CopySource = `${Bucket}/k?versionId=${first}`;
    const copied = await client.send(new CopyObjectCommand({ Bucket, Key: "k", CopySource }));
    expect(copied.CopySourceVersionId).toBe(first);
    expect(await text(Bucket, "k")).toBe("one");
  });

  test("deletes a batch of markers and versions and says which is which", async () => {
    const Bucket = await freshBucket("Enabled");
    const version = await write(Bucket, "a", "1");
    await write(Bucket, "b", "1");
    const Objects = [{ Key: "a", VersionId: version }, { Key: "b" }];
    const { Deleted = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted.find(({ Key }) => Key === "a")).toMatchObject({ VersionId: version });
    expect(Deleted.find(({ Key }) => Key === "b")).toMatchObject({
      DeleteMarker: true,
      DeleteMarkerVersionId: expect.any(String),
    });
  });
});

describe("a bucket whose versioning is suspended", () => {
  test("replaces the version null and leaves the others", async () => {
    const Bucket = await freshBucket("Enabled");
    const kept = await write(Bucket, "k", "kept");
    await setVersioning(Bucket, "Suspended");
    await write(Bucket, "k", "first null");
    await write(Bucket, "k", "second null");
    expect(await text(Bucket, "k", "null")).toBe("second null");
    expect(await text(Bucket, "k", kept)).toBe("kept");
    const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
  });

  test("deletes by a marker named null in place of the version null", async () => {
    const Bucket = await freshBucket("Enabled");
    const kept = await write(Bucket, "k", "kept");
    await setVersioning(Bucket, "Suspended");
    await write(Bucket, "k", "lost");
    await remove(Bucket, "k");
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual([kept]);
    expect(DeleteMarkers.map(({ VersionId }) => VersionId)).toEqual(["null"]);
  });
});

describe("a listing of versions", () => {
  test("shows the newest of a key first and what is a marker", async () => {
    const Bucket = await freshBucket("Enabled");
    const versions = [await write(Bucket, "a", "1"), await write(Bucket, "a", "22"), await write(Bucket, "b", "3")];
    const marker = (await remove(Bucket, "a")).VersionId;
    const found = await client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(found.Versions?.map(({ Key, VersionId, IsLatest, Size }) => [Key, VersionId, IsLatest, Size])).toEqual([
      ["a", versions[1], false, 2],
      ["a", versions[0], false, 1],
      ["b", versions[2], true, 1],
    ]);
    expect(found.DeleteMarkers).toMatchObject([{ Key: "a", VersionId: marker, IsLatest: true }]);
  });

  test("pages through the versions of one key without losing or repeating one", async () => {
    const Bucket = await freshBucket("Enabled");
    const written: string[] = [];
    for (const Key of ["a", "b", "b", "b", "c"]) written.push(`${Key} ${await write(Bucket, Key, Key)}`);
    const seen: string[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (marker) {
      const command = new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...marker });
      const page: ListObjectVersionsCommandOutput = await client.send(command);
      seen.push(...(page.Versions ?? []).map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      marker = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker ?? "", VersionIdMarker: page.NextVersionIdMarker ?? "" }
        : undefined;
    }
    expect(seen.toSorted()).toEqual(written.toSorted());
    expect(seen.map((line) => line[0])).toEqual(["a", "b", "b", "b", "c"]);
  });

  test("folds keys to prefixes, deleted ones too", async () => {
    const Bucket = await freshBucket("Enabled");
    for (const Key of ["x/1", "x/2", "y"]) await write(Bucket, Key, "1");
    await remove(Bucket, "x/1");
    const found = await client.send(new ListObjectVersionsCommand({ Bucket, Delimiter: "/" }));
    expect(found.CommonPrefixes).toEqual([{ Prefix: "x/" }]);
    expect(found.Versions?.map(({ Key }) => Key)).toEqual(["y"]);
  });

  test("refuses a version marker without a key marker", async () => {
    const Bucket = await freshBucket("Enabled");
    const command = new ListObjectVersionsCommand({ Bucket, VersionIdMarker: "abc" });
    expect(await refusal(client.send(command))).toBe("InvalidArgument");
  });
});
