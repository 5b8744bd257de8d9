import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BSON, type Collection, MongoClient } from "mongodb";
import { dataRoot } from "#localstack/paths.ts";
import { config } from "#platform/config.ts";
import { type AuditEntry, genesisHash } from "#schema/audit.ts";
import { auditCollection } from "#schema/audit-store.ts";
import { newId } from "#schema/ids.ts";
import { best, factor, number, perSecond, type Row, timed } from "./measure.ts";

export const title = "audit entries and objects stored per second; other: the same bytes written to a file and fsynced";

const clients = [1, 8] as const;
const rounds = { most: 5, budgetMs: 4_000 };

/** Each client is busy with one call after the other, on a connection of its own. */
export async function measure(): Promise<Row[]> {
  const dir = mkdtempSync(join(dataRoot, "bench", "files-"));
  try {
    return [...(await ofEntries(dir)), ...(await ofObjects(dir))];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function ofEntries(dir: string): Promise<Row[]> {
  const { collections, close } = openAudit();
  const rows: Row[] = [];
  const variants = [
    { what: "insertMany of 100", each: 100, calls: 10 },
    { what: "insertOne", each: 1, calls: 200 },
    { what: "insertOne that waits for the disk", each: 1, calls: 200, j: true },
  ] as const;
  for (const { what, each, calls, ...concern } of variants) {
    for (const width of clients) {
      const bytes = Buffer.concat(entries(each).map((entry) => BSON.serialize(entry)));
      const writeConcern = "j" in concern ? concern : { w: 1 };
      const cost = await best(rounds, {
        ours: async () => {
          const batches = Array.from({ length: width * calls }, () => entries(each));
          const insert = async (by: number, at: number): Promise<void> => {
            const [first, ...more] = batches[by * calls + at] ?? [];
            if (first && more.length === 0) await collections[by]?.insertOne(first, { writeConcern });
            else if (first) await collections[by]?.insertMany([first, ...more], { writeConcern });
          };
          return timed(() => together(width, calls, insert));
        },
        other: () => timed(() => together(width, calls, (by) => write(join(dir, `log-${by}`), bytes, "a"))),
      });
      rows.push(row(`audit: ${what}`, width, width * calls * each, "entries", cost));
    }
  }
  await close();
  return rows;
}

async function ofObjects(dir: string): Promise<Row[]> {
  const s3 = new S3Client({
    endpoint: config("S3_ENDPOINT") ?? "",
    region: config("S3_REGION"),
    forcePathStyle: true,
    credentials: { accessKeyId: config("S3_ACCESS_KEY_ID") ?? "", secretAccessKey: config("S3_SECRET_ACCESS_KEY") },
  });
  const rows: Row[] = [];
  const sizes = [
    { what: "8 KB", bytes: 8_192, calls: 100 },
    { what: "1 MB", bytes: 1_048_576, calls: 12 },
  ] as const;
  for (const { what, bytes, calls } of sizes) {
    const body = Buffer.alloc(bytes, "leadmetrics ");
    for (const width of clients) {
      const put = async (by: number, at: number): Promise<void> => {
        const key = `bench/${bytes}/${by}-${at}`;
        await s3.send(new PutObjectCommand({ Bucket: config("S3_BUCKET"), Key: key, Body: body }));
      };
      const cost = await best(rounds, {
        ours: () => timed(() => together(width, calls, put)),
        other: () => timed(() => together(width, calls, (by, at) => write(join(dir, `${by}-${at}`), body, "w"))),
      });
      rows.push(row(`S3: put of ${what}`, width, width * calls, "puts", cost));
    }
  }
  s3.destroy();
  return rows;
}

function row(what: string, width: number, count: number, unit: string, cost: Record<"ours" | "other", number>): Row {
  return {
    what,
    size: `${number(width)} ${width === 1 ? "client" : "clients"}`,
    ours: perSecond(count, cost.ours, unit),
    other: perSecond(count, cost.other, unit),
    ratio: factor(cost.other / cost.ours),
    reach: "-",
  };
}

/** The audit log itself, over one connection for each client. */
function openAudit(): { collections: Collection<AuditEntry>[]; close(): Promise<void> } {
  const open = Array.from(
    { length: Math.max(...clients) },
    () => new MongoClient(config("MONGODB_URI"), { maxPoolSize: 1 }),
  );
  return {
    collections: open.map((client) => client.db().collection<AuditEntry>(auditCollection)),
    close: async () => void (await Promise.all(open.map((client) => client.close()))),
  };
}

/** Consecutive entries of a chain of its own. */
function entries(count: number): AuditEntry[] {
  const tenantId = newId("tenant");
  return Array.from({ length: count }, (_, at) => ({
    _id: newId("audit"),
    v: 1,
    tenantId,
    seq: at + 1,
    at: new Date().toISOString(),
    action: "blog_post.edited",
    actor: { kind: "user", id: newId("user"), name: "Ada Lovelace", role: "admin", via: "session" },
    subject: { type: "blog_post", id: newId("blogPost"), label: "Ten ways to season an oak table" },
    change: {
      before: { status: "draft", version: 3 },
      after: { status: "dm_review", version: 4 },
      fields: ["status", "version"],
    },
    request: { surface: "tenant", requestId: randomUUID(), ip: "127.0.0.1", userAgent: "Mozilla/5.0" },
    outboxId: newId("outbox"),
    prevHash: genesisHash,
    hash: genesisHash,
  }));
}

/** Each client calls `calls` times, one after the other; all do so at once. */
async function together(
  width: number,
  calls: number,
  call: (client: number, at: number) => Promise<void>,
): Promise<void> {
  const one = async (client: number): Promise<void> => {
    for (let at = 0; at < calls; at++) await call(client, at);
  };
  await Promise.all(Array.from({ length: width }, (_, client) => one(client)));
}

async function write(path: string, bytes: Uint8Array, flags: "a" | "w"): Promise<void> {
  const file = await open(path, flags);
  await file.write(bytes);
  await file.sync();
  await file.close();
}
