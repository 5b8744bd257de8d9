import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Bucket, client, failure, freshKey, put, read, refusal, statusOf } from "./s3-client.ts";
import { sendRaw, tag } from "./s3-raw.ts";

const content = "0123456789abcdefghij";
const hourMs = 3_600_000;
let Key: string;
let ETag: string;
let earlier: Date;
let later: Date;

beforeAll(async () => {
  Key = freshKey("object");
  await put(Key, content);
  const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
  ETag = head.ETag ?? "";
  earlier = new Date((head.LastModified?.getTime() ?? 0) - hourMs);
  later = new Date((head.LastModified?.getTime() ?? 0) + hourMs);
});

async function get(options: Partial<GetObjectCommandInput>): Promise<string> {
  const found = await client.send(new GetObjectCommand({ Bucket, Key, ...options }));
  return (await found.Body?.transformToString()) ?? "";
}

describe("a read on a condition", () => {
  test("of the right tag is answered, of another refused", async () => {
    expect(await get({ IfMatch: ETag })).toBe(content);
    expect(await get({ IfMatch: "*" })).toBe(content);
    expect(await refusal(get({ IfMatch: '"other"' }))).toBe("PreconditionFailed");
  });

  test("of another tag is answered, of the same not modified", async () => {
    expect(await get({ IfNoneMatch: '"other"' })).toBe(content);
    expect(await statusOf(get({ IfNoneMatch: ETag }))).toBe(304);
    expect(await statusOf(get({ IfNoneMatch: `"other", ${ETag}` }))).toBe(304);
  });

  test("of its time is answered when it changed since", async () => {
    expect(await get({ IfModifiedSince: earlier })).toBe(content);
    expect(await statusOf(get({ IfModifiedSince: later }))).toBe(304);
    expect(await get({ IfUnmodifiedSince: later })).toBe(content);
    expect(await statusOf(get({ IfUnmodifiedSince: earlier }))).toBe(412);
  });

  test("believes the tag before the time", async () => {
    expect(await get({ IfMatch: ETag, IfUnmodifiedSince: earlier })).toBe(content);
    expect(await get({ IfNoneMatch: '"other"', IfModifiedSince: later })).toBe(content);
    expect(await statusOf(get({ IfNoneMatch: ETag, IfModifiedSince: earlier }))).toBe(304);
  });

  test("holds for HEAD too", async () => {
    const head = (options: object): Promise<unknown> => client.send(new HeadObjectCommand({ Bucket, Key, ...options }));
    expect(await statusOf(head({ IfNoneMatch: ETag }))).toBe(304);
    expect(await statusOf(head({ IfModifiedSince: later }))).toBe(304);
    expect(await statusOf(head({ IfMatch: '"other"' }))).toBe(412);
    expect(await head({ IfMatch: ETag })).toMatchObject({ ContentLength: content.length });
  });
});

describe("a write on a condition", () => {
  test("that nothing is there never replaces an object", async () => {
    const own = freshKey("once");
    const write = (Body: string): Promise<unknown> =>
      client.send(new PutObjectCommand({ Bucket, Key: own, Body, IfNoneMatch: "*" }));
    await write("first");
    expect(await refusal(write("second"))).toBe("PreconditionFailed");
    expect((await read(own)).toString()).toBe("first");
  });

  test("lets one of many writers win", async () => {
    const own = freshKey("race");
    const writes = ["a", "b", "c", "d", "e", "f"].map((Body) =>
      client.send(new PutObjectCommand({ Bucket, Key: own, Body, IfNoneMatch: "*" })).then(
        () => Body,
        () => undefined,
      ),
    );
    const winners = (await Promise.all(writes)).filter((one) => one !== undefined);
    expect(winners).toHaveLength(1);
    expect((await read(own)).toString()).toBe(winners[0]);
  });

  test("of a tag replaces that object only", async () => {
    const own = freshKey("edit");
    const write = (Body: string, IfMatch?: string) =>
      client.send(new PutObjectCommand({ Bucket, Key: own, Body, ...(IfMatch ? { IfMatch } : {}) }));
    expect(await statusOf(write("x", ETag))).toBe(404);
    const first = await write("first");
    await write("second", first.ETag);
    expect(await statusOf(write("third", first.ETag))).toBe(412);
    expect((await read(own)).toString()).toBe("second");
  });

  test("holds for a deletion", async () => {
    const own = freshKey("delete");
    await put(own, "x");
    const stale = new DeleteObjectCommand({ Bucket, Key: own, IfMatch: '"other"' });
    expect(await statusOf(client.send(stale))).toBe(412);
    expect((await read(own)).toString()).toBe("x");
  });

  test("holds for the source of a copy", async () => {
    const copy = (options: object): Promise<unknown> =>
      client.send(new CopyObjectCommand({ Bucket, Key: freshKey("copy"), CopySource: `${Bucket}/${Key}`, ...options }));
    await copy({ CopySourceIfMatch: ETag });
    await copy({ CopySourceIfModifiedSince: earlier });
    expect(await statusOf(copy({ CopySourceIfMatch: '"other"' }))).toBe(412);
    expect(await statusOf(copy({ CopySourceIfNoneMatch: ETag }))).toBe(412);
    expect(await statusOf(copy({ CopySourceIfUnmodifiedSince: earlier }))).toBe(412);
  });
});

describe("a range", () => {
  test("is answered as the bytes of a file say", async () => {
    const size = content.length;
    const bound = fc.option(fc.nat(size + 5), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(bound, bound, async (first, last) => {
        fc.pre(first !== undefined || last !== undefined);
        fc.pre(first === undefined || last === undefined || first <= last);
        const range = `bytes=${first ?? ""}-${last ?? ""}`;
        const answer = await sendRaw({ path: `/${Bucket}/${Key}`, headers: { range } });
        const start = first ?? size - Math.min(size, last ?? 0);
        const end = first === undefined ? size - 1 : Math.min(last ?? size - 1, size - 1);
        if (start > end) {
          expect([answer.status, tag(answer.body, "Code")]).toEqual([416, "InvalidRange"]);
          return;
        }
        expect([answer.status, answer.body]).toEqual([206, content.slice(start, end + 1)]);
        expect(answer.headers["content-range"]).toBe(`bytes ${start}-${end}/${size}`);
        expect(answer.headers["content-length"]).toBe(String(end - start + 1));
      }),
      { numRuns: 60 },
    );
  });

  test.each(["bytes=5-2", "letters=0-1", "bytes=a-b", "bytes=-"])(
    "that is none, %s, gives the whole",
    async (range) => {
      const answer = await sendRaw({ path: `/${Bucket}/${Key}`, headers: { range } });
      expect([answer.status, answer.body]).toEqual([200, content]);
    },
  );

  test("of an empty object is refused", async () => {
    const own = freshKey("empty");
    await put(own, "");
    const refused = await failure(client.send(new GetObjectCommand({ Bucket, Key: own, Range: "bytes=0-" })));
    expect(refused.$metadata.httpStatusCode).toBe(416);
  });

  test("is told by HEAD", async () => {
    const head = await client.send(new HeadObjectCommand({ Bucket, Key, Range: "bytes=5-9" }));
    expect(head).toMatchObject({ ContentLength: 5, AcceptRanges: "bytes" });
  });
});
