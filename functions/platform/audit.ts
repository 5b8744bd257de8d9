import canonicalize from "canonicalize";
import type { Collection } from "mongodb";
import { MongoClient, MongoServerError } from "mongodb";
import type { AuditEntry } from "#schema/audit.ts";
import { genesisHash } from "#schema/audit.ts";
import { auditCollection, auditIndexes } from "#schema/audit-store.ts";
import { config } from "./config.ts";
import { sha256 } from "./secrets.ts";

let client: MongoClient | undefined;

function entries(): Collection<AuditEntry> {
  client ??= new MongoClient(config("MONGODB_URI"), { maxPoolSize: 5, serverSelectionTimeoutMS: 5_000 });
  return client.db().collection<AuditEntry>(auditCollection);
}

/** Hash of one entry: SHA-256 over the previous hash and the canonical JSON (RFC 8785) of all fields but `hash`. */
export function hashOf(entry: Omit<AuditEntry, "hash">): string {
  return sha256(entry.prevHash + canonicalize(entry));
}

let isPrepared = false;

/**
 * Looks once in this process whether the keys are there that keep chains whole. Without them a second writer could give a number
 * twice, so nothing may be written then. @throws with the remedy
 */
export async function assertPrepared(): Promise<void> {
  if (isPrepared) return;
  const present = await entries()
    .listIndexes()
    .toArray()
    .catch((error: unknown) => {
      if (error instanceof MongoServerError && error.code === 26) return [];
      throw error;
    });
  const held = new Set(present.filter((index) => index["unique"]).map((index) => JSON.stringify(index["key"])));
  const missing = auditIndexes.filter((index) => index.unique && !held.has(JSON.stringify(index.key)));
  if (missing.length > 0) throw new Error("The audit log is not prepared. Run npm run db:migrate.");
  isPrepared = true;
}

/** Appends entries of one chain, in their order. @throws when one of them is there already; those before it stay written */
export async function insertAll(chain: readonly AuditEntry[]): Promise<void> {
  await entries().insertMany([...chain], { ordered: true });
}

/** Entries of a chain after a number, oldest first: what was written but not yet counted in its head. */
export async function tail(chain: string, afterSeq: number): Promise<AuditEntry[]> {
  return entries()
    .find({ tenantId: chain, seq: { $gt: afterSeq } })
    .sort({ seq: 1 })
    .toArray();
}

export interface AuditFilter {
  subjectId?: string;
  action?: string;
  actorId?: string;
  beforeSeq?: number;
}

/** Entries of one chain, newest first. */
export async function list(chain: string, filter: AuditFilter, limit: number): Promise<AuditEntry[]> {
  return entries()
    .find({
      tenantId: chain,
      ...(filter.subjectId ? { "subject.id": filter.subjectId } : {}),
      ...(filter.action ? { action: filter.action as AuditEntry["action"] } : {}),
      ...(filter.actorId ? { "actor.id": filter.actorId } : {}),
      ...(filter.beforeSeq ? { seq: { $lt: filter.beforeSeq } } : {}),
    })
    .sort({ seq: -1 })
    .limit(limit)
    .toArray();
}

export interface BrowseFilter {
  chain?: string;
  action?: string;
  actorId?: string;
  subjectId?: string;
  /** ISO times, both included. */
  from?: string;
  to?: string;
}

/** Entries of one chain or of all, newest first; `after` is the last one seen. For those who may see every chain. */
export async function browse(
  filter: BrowseFilter,
  after: { at: string; id: string } | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  const older = after ? { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }] } : {};
  return entries()
    .find({ ...query(filter), ...older })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .toArray();
}

/** All entries of one chain or of all, oldest first, as they are read. */
export function all(filter: BrowseFilter): AsyncIterable<AuditEntry> {
  return entries().find(query(filter)).sort({ at: 1, _id: 1 });
}

/** What the last verification of a chain found, as the chain itself tells. */
export async function lastVerification(
  chain: string,
): Promise<{ ok: boolean; checkedTo: number; firstBadSeq: number | null; at: string } | null> {
  const [entry] = await entries()
    .find({ tenantId: chain, action: { $in: ["audit.verified", "audit.verification_failed"] } })
    .sort({ seq: -1 })
    .limit(1)
    .toArray();
  if (!entry) return null;
  const { checkedTo = 0, firstBadSeq = null } = entry.change.after as { checkedTo?: number; firstBadSeq?: number };
  return { ok: entry.action === "audit.verified", checkedTo, firstBadSeq, at: entry.at };
}

function query({ chain, action, actorId, subjectId, from, to }: BrowseFilter) {
  return {
    ...(chain ? { tenantId: chain } : {}),
    ...(action ? { action: action as AuditEntry["action"] } : {}),
    ...(actorId ? { $and: [{ $or: [{ "actor.id": actorId }, { "actor.impersonatorId": actorId }] }] } : {}),
    ...(subjectId ? { "subject.id": subjectId } : {}),
    ...(from || to ? { at: { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) } } : {}),
  };
}

export interface Verification {
  chain: string;
  ok: boolean;
  checkedTo: number;
  firstBadSeq: number | null;
  reason: string | null;
}

/** Recomputes a chain from its first entry: numbering without gaps, each hash, each link; `expected` is the head it must reach. */
export async function verify(chain: string, expected?: { lastSeq: number; lastHash: string }): Promise<Verification> {
  let seq = 0;
  let previous = genesisHash;
  const bad = (at: number, reason: string): Verification => ({
    chain,
    ok: false,
    checkedTo: seq,
    firstBadSeq: at,
    reason,
  });
  for await (const { hash, ...rest } of entries().find({ tenantId: chain }).sort({ seq: 1 })) {
    if (rest.seq !== seq + 1) return bad(seq + 1, `entry ${seq + 1} is missing`);
    if (rest.prevHash !== previous) return bad(rest.seq, `entry ${rest.seq} does not follow entry ${seq}`);
    if (hashOf(rest) !== hash) return bad(rest.seq, `entry ${rest.seq} was changed after it was written`);
    seq = rest.seq;
    previous = hash;
  }
  if (expected && expected.lastSeq > seq)
    return bad(seq + 1, `entries ${seq + 1} to ${expected.lastSeq} are missing at the end`);
  return { chain, ok: true, checkedTo: seq, firstBadSeq: null, reason: null };
}

/** True when MongoDB answers. */
export async function reachable(): Promise<boolean> {
  entries();
  await client?.db().command({ ping: 1 });
  return true;
}

/** Closes the connection. */
export async function close(): Promise<void> {
  await client?.close();
  client = undefined;
  isPrepared = false;
}
