import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { AuditEntry } from "#schema/audit.ts";
import { genesisHash } from "#schema/audit.ts";
import { insist } from "../report.ts";
import { query } from "./postgres.ts";
import type { Stores } from "./stores.ts";

/** Recomputes the whole chain of a tenant from the stored documents and compares it with its head and with what was to be told. */
export async function chainWhole(stores: Stores, tenantId: string): Promise<string> {
  const entries = stores.mongo.db().collection<AuditEntry>("audit_logs");
  const told = new Set<string>();
  let seq = 0;
  let previous = genesisHash;
  for await (const { hash, ...rest } of entries.find({ tenantId }).sort({ seq: 1 })) {
    insist(rest.seq === seq + 1, `entry ${seq + 1} is missing`);
    insist(rest.prevHash === previous, `entry ${rest.seq} does not follow entry ${seq}`);
    const computed = createHash("sha256")
      .update(rest.prevHash + canonicalize(rest))
      .digest("hex");
    insist(computed === hash, `entry ${rest.seq} has another content than its hash says`);
    told.add(rest.outboxId);
    seq = rest.seq;
    previous = hash;
  }
  const [head] = await query(stores, "select last_seq, last_hash from audit_heads where chain = $1", [tenantId]);
  insist(
    head?.["last_seq"] === seq && head["last_hash"] === previous,
    `the head says ${head?.["last_seq"]}, the chain ends at ${seq}`,
  );
  const owed = await query(
    stores,
    "select id from outbox where tenant_id = $1 and kind = 'audit' and delivered_at is not null",
    [tenantId],
  );
  const untold = owed.filter(({ id }) => !told.has(String(id)));
  insist(untold.length === 0, `${untold.length} changes left no entry, first ${untold[0]?.["id"]}`);
  return `${seq} entries recomputed`;
}
