import { type Collection, type Db, type Document, MongoClient, MongoServerError, ObjectId } from "mongodb";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startMongo } from "#localstack/services/mongo.ts";
import type { Service } from "#localstack/services/serve.ts";
import { suiteDir } from "./emulator.ts";

/** Address of a real server to test instead of the emulator, with a user that may do everything. */
export const given = process.env["CONTRACT_MONGO_URL"];

export const root = { user: "root", password: "contract-password" };
let service: Service | undefined;
export let url: URL;
export let client: MongoClient;
/** A fresh database for each test. */
export let db: Db;

export interface Entry {
  _id: string;
  tenantId: string;
  seq: number;
  at: Date;
  action: string;
  outboxId: string;
  tags?: string[];
}

export function entry(tenantId: string, seq: number, more: Partial<Entry> = {}): Entry {
  const id = `${tenantId}-${seq}`;
  return {
    _id: id,
    tenantId,
    seq,
    at: new Date(1_700_000_000_000 + seq * 1_000),
    action: `a${seq % 3}`,
    outboxId: `o-${id}`,
    ...more,
  };
}

/** A collection of the test's database; `name` only where a test needs several. */
export function collection<Shape extends Document = Document>(name = "things"): Collection<Shape> {
  return db.collection<Shape>(name);
}

/** The error a server answers to work that has to fail. */
export async function failure(work: Promise<unknown>): Promise<MongoServerError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MongoServerError)) throw new Error(`expected a server error, got ${String(error)}`);
  return error;
}

/** The address with other credentials, or none. */
export function addressOf(base: string, user?: { user: string; password: string }, source = "admin"): string {
  const address = new URL(base);
  address.username = encodeURIComponent(user?.user ?? "");
  address.password = encodeURIComponent(user?.password ?? "");
  if (user) address.searchParams.set("authSource", source);
  else address.searchParams.delete("authSource");
  if (address.pathname === "") address.pathname = "/";
  return address.href;
}

beforeAll(async () => {
  if (!given) service = await startMongo({ port: 0, dataDir: suiteDir("mongo"), root });
  url = new URL(given ?? addressOf(service?.url ?? "", root));
  client = await new MongoClient(url.href).connect();
});

afterAll(async () => {
  await client.close();
  await service?.stop();
});

beforeEach(async () => {
  const fresh = client.db(`contract_${new ObjectId().toHexString()}`);
  db = fresh;
  return async () => {
    await fresh.dropDatabase();
  };
});
