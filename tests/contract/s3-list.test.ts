import {
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { client, freshBucket, refusal } from "./s3-client.ts";

const names = [
  "a",
  "a/",
  "a/1",
  "a/2",
  "a/b/1",
  "a0",
  "b/1",
  "b//2",
  "c & d <e>",
  "ä",
  "z~",
  "\u{ffee}",
  "\u{1f600}/x",
];
let Bucket: string;

beforeAll(async () => {
  Bucket = await freshBucket();
  for (const Key of names.toReversed()) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

async function list(options: Partial<ListObjectsV2CommandInput> = {}): Promise<ListObjectsV2CommandOutput> {
  return await client.send(new ListObjectsV2Command({ Bucket, ...options }));
}

const keysOf = ({ Contents = [] }: ListObjectsV2CommandOutput): string[] => Contents.map(({ Key }) => Key ?? "");
const prefixesOf = ({ CommonPrefixes = [] }: ListObjectsV2CommandOutput): string[] =>
  CommonPrefixes.map(({ Prefix }) => Prefix ?? "");
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What a listing must hold, told by looking at every name. */
function evaluate(keys: string[], prefix: string, delimiter: string): string[] {
  const found = new Set<string>();
  for (const key of keys.toSorted(byBytes)) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    found.add(cut < 0 ? `key ${key}` : `prefix ${key.slice(0, cut + delimiter.length)}`);
  }
  return [...found];
}

describe("a listing", () => {
  test("shows keys in the order of their bytes, with what is known of them", async () => {
    const found = await list();
    expect(keysOf(found)).toEqual(names.toSorted(byBytes));
    expect([found.KeyCount, found.IsTruncated, found.Name]).toEqual([names.length, false, Bucket]);
    expect(found.Contents?.find(({ Key }) => Key === "a")).toMatchObject({
      Size: 1,
      ETag: '"0cc175b9c0f1b6a831c399e269772661"',
      StorageClass: "STANDARD",
      LastModified: expect.any(Date),
    });
  });

  test("folds what follows the delimiter", async () => {
    const root = await list({ Delimiter: "/" });
    expect(prefixesOf(root)).toEqual(["a/", "b/", "\u{1f600}/"]);
    const inner = await list({ Delimiter: "/", Prefix: "a/" });
    expect([keysOf(inner), prefixesOf(inner)]).toEqual([["a/", "a/1", "a/2"], ["a/b/"]]);
    expect(prefixesOf(await list({ Delimiter: "/b/" }))).toEqual(["a/b/"]);
  });

  test("starts after a key, which need not be there", async () => {
    expect(keysOf(await list({ StartAfter: "a/2" }))[0]).toBe("a/b/1");
    expect(keysOf(await list({ StartAfter: "a/1x" }))[0]).toBe("a/2");
    expect(keysOf(await list({ StartAfter: "a/1", Prefix: "b" }))).toEqual(["b//2", "b/1"]);
    expect(keysOf(await list({ StartAfter: "\u{1f601}" }))).toEqual([]);
  });

  test("with any prefix, delimiter and page size holds everything once and in order", async () => {
    const piece = fc.constantFrom("", "a", "a/", "a/b", "b", "b/", "/", "x", "\u{1f600}");
    await fc.assert(
      fc.asyncProperty(
        piece,
        fc.constantFrom("", "/", "//", "b"),
        fc.integer({ min: 1, max: 5 }),
        async (Prefix, Delimiter, MaxKeys) => {
          const seen: string[] = [];
          const pages = paginateListObjectsV2({ client }, { Bucket, Prefix, Delimiter, MaxKeys });
          for await (const page of pages) {
            const entries = [
              ...keysOf(page).map((key) => `key ${key}`),
              ...prefixesOf(page).map((name) => `prefix ${name}`),
            ];
            expect(entries.length).toBeLessThanOrEqual(MaxKeys);
            expect(page.KeyCount).toBe(entries.length);
            seen.push(...entries);
          }
          const wanted = evaluate(names, Prefix, Delimiter);
          expect(seen.toSorted()).toEqual(wanted.toSorted());
          const only = (entries: string[], kind: string): string[] => entries.filter((entry) => entry.startsWith(kind));
          expect(only(seen, "key")).toEqual(only(wanted, "key"));
          expect(only(seen, "prefix")).toEqual(only(wanted, "prefix"));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("goes on where it was although its last key was deleted and others came", async () => {
    const own = await freshBucket();
    for (const Key of ["a", "b", "d"]) await client.send(new PutObjectCommand({ Bucket: own, Key, Body: "1" }));
    const first = await list({ Bucket: own, MaxKeys: 2 });
    await client.send(new PutObjectCommand({ Bucket: own, Key: "c", Body: "1" }));
    const token = first.NextContinuationToken ?? "";
    expect(keysOf(await list({ Bucket: own, ContinuationToken: token }))).toEqual(["c", "d"]);
  });

  test("shows nothing on a page of no keys", async () => {
    const found = await list({ MaxKeys: 0 });
    expect([found.KeyCount, found.IsTruncated, keysOf(found)]).toEqual([0, false, []]);
  });

  test("encodes keys when asked to", async () => {
    const found = await list({ EncodingType: "url", Prefix: "c" });
    expect(found.EncodingType).toBe("url");
    expect(keysOf(found)).toEqual(["c+%26+d+%3Ce%3E"]);
    expect(prefixesOf(await list({ EncodingType: "url", Delimiter: "/" }))).toEqual(["a/", "b/", "%F0%9F%98%80/"]);
  });

  test.each([
    ["a token it did not give", { ContinuationToken: "!" }],
    ["a negative page", { MaxKeys: -1 }],
    ["an unknown encoding", { EncodingType: "base64" as "url" }],
  ])("refuses %s", async (_what, options) => {
    expect(await refusal(list(options))).toBe("InvalidArgument");
  });
});

test("buckets are listed by name", async () => {
  const found = (await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name ?? "") ?? [];
  expect(found).toContain(Bucket);
  expect(found).toEqual(found.toSorted());
});
