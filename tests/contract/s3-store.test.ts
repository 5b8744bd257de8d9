import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { jsonRecord, openJournal } from "#localstack/services/journal.ts";
import { openToAll } from "#localstack/services/s3/cors.ts";
import { Store } from "#localstack/services/s3/store.ts";
import { isMarker, type Version } from "#localstack/services/s3/version.ts";
import { tempDir } from "./emulator.ts";

const retention = { mode: "COMPLIANCE" as const, until: "2999-01-01T00:00:00.000Z" };

async function write(store: Store, key: string, content: string, lock: object = {}): Promise<Version> {
  const file = store.incomingFile();
  writeFileSync(file, content);
  return await store.put("legal", file, { key, size: content.length, etag: "e", headers: {}, ...lock });
}

describe("what the embedded server keeps", () => {
  test("is the same after a start that replaces its journal by a snapshot", async () => {
    const dataDir = tempDir();
    const store = new Store(dataDir);
    store.createBucket("legal", { versioning: "Enabled", lock: { default: { mode: "GOVERNANCE", days: 1 } } });
    await write(store, "contract", "draft");
    await write(store, "contract", "final", { retention, legalHold: true, tags: { kind: "pdf" } });
    await write(store, "gone", "x");
    await store.delete("legal", [{ key: "gone" }]);
    const cors = Array.from({ length: 100 }, () => openToAll);
    for (let turn = 0; turn < 200; turn++) store.configure("legal", { cors });
    const before = [...store.bucket("legal").versions()];
    store.close();
    const grown = statSync(join(dataDir, "s3.journal")).size;

    const again = new Store(dataDir);
    expect(statSync(join(dataDir, "s3.journal")).size).toBeLessThan(grown / 10);
    again.close();
    const last = new Store(dataDir);
    const bucket = last.bucket("legal");
    expect([...bucket.versions()]).toEqual(before);
    expect(bucket.settings).toEqual({
      versioning: "Enabled",
      lock: { default: { mode: "GOVERNANCE", days: 1 } },
      cors,
    });
    const contents = bucket
      .history("contract")
      .map((version) => !isMarker(version) && readFileSync(last.blobFile(version), "utf8"));
    expect(contents).toEqual(["final", "draft"]);
    last.close();
  });

  test("is read from a journal written before buckets kept versions", async () => {
    const dataDir = tempDir();
    await mkdir(join(dataDir, "blobs", "ab"), { recursive: true });
    writeFileSync(join(dataDir, "blobs", "ab", "abc"), "old");
    const journal = openJournal(join(dataDir, "s3.journal"), { replay: () => {}, snapshot: () => [] });
    const object = { blob: "abc", size: 3, etag: "e", lastModified: "2026-01-01T00:00:00.000Z", headers: {} };
    journal.append(
      jsonRecord({ op: "bucket", name: "legal", createdAt: object.lastModified }),
      jsonRecord({ op: "put", bucket: "legal", object: { ...object, key: "kept" } }),
      jsonRecord({ op: "put", bucket: "legal", object: { ...object, key: "gone", blob: "abd" } }),
      jsonRecord({ op: "delete", bucket: "legal", keys: ["gone"] }),
    );
    journal.close();
    const store = new Store(dataDir);
    const kept = store.bucket("legal").current("kept");
    expect(kept).toMatchObject({ versionId: "null", size: 3 });
    expect(kept && readFileSync(store.blobFile(kept), "utf8")).toBe("old");
    expect(store.bucket("legal").current("gone")).toBeUndefined();
    store.close();
  });
});
