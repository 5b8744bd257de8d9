import { assertPrepared, hashOf, insertAll, tail } from "#platform/audit.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { AuditEntry, genesisHash } from "#schema/audit.ts";
import { alone, batchMax, delivered, type OutboxRow, putOff, take } from "./rows.ts";

interface Head {
  lastSeq: number;
  lastHash: string;
}

/**
 * Appends waiting audit rows to the hash chains of their tenants (rows without one: chain `platform`). Entry first, head
 * second: entries beyond the head are what a relay wrote before it died; they are taken as written. @returns whether there may be more
 */
export function relayAudit(): Promise<boolean> {
  return asPlatform(async (tx) => {
    if (!(await alone(tx, "audit"))) return false;
    const rows = await take(tx, ["audit"]);
    if (rows.length === 0) return false;
    await assertPrepared();
    const chains = Map.groupBy(rows, (row) => row.tenantId ?? "platform");
    for (const chain of chains.keys())
      await tx
        .insertInto("auditHeads")
        .values({ chain, lastSeq: 0, lastHash: genesisHash })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    const heads = await tx
      .selectFrom("auditHeads")
      .select(["chain", "lastSeq", "lastHash"])
      .where("chain", "in", [...chains.keys()])
      .orderBy("chain")
      .forUpdate()
      .execute();
    await Promise.all(
      heads.map((head) =>
        extend(
          tx,
          head.chain,
          { lastSeq: Number(head.lastSeq), lastHash: head.lastHash },
          chains.get(head.chain) ?? [],
        ),
      ),
    );
    return rows.length === batchMax;
  });
}

async function extend(tx: Tx, chain: string, head: Head, rows: readonly OutboxRow[]): Promise<void> {
  const written = await tail(chain, head.lastSeq);
  const known = new Set(written.map((entry) => entry.outboxId));
  const { entries, broken } = link(
    chain,
    tipOf(written) ?? head,
    rows.filter((row) => !known.has(row.id)),
  );
  if (entries.length > 0) await insertAll(entries);
  const tip = tipOf(entries) ?? tipOf(written);
  if (tip) await tx.updateTable("auditHeads").set(tip).where("chain", "=", chain).execute();
  await delivered(tx, [...known, ...entries.map((entry) => entry.outboxId)]);
  if (broken) await putOff(tx, broken.row, broken.error);
}

// A row that makes no valid entry holds back the rest of its chain, which must not have a gap in its order.
function link(
  chain: string,
  head: Head,
  rows: readonly OutboxRow[],
): { entries: AuditEntry[]; broken?: { row: OutboxRow; error: unknown } } {
  const entries: AuditEntry[] = [];
  let { lastSeq, lastHash } = head;
  for (const row of rows) {
    const facts = {
      _id: `aud_${row.id.slice(row.id.indexOf("_") + 1)}`,
      v: 1 as const,
      tenantId: chain,
      seq: lastSeq + 1,
      action: row.name,
      ...(row.payload as object),
      outboxId: row.id,
      prevHash: lastHash,
    };
    const checked = AuditEntry.omit({ hash: true }).safeParse(facts);
    if (!checked.success)
      return {
        entries,
        broken: {
          row,
          error: new Error(checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")),
        },
      };
    const entry = { ...checked.data, hash: hashOf(checked.data as Omit<AuditEntry, "hash">) } as AuditEntry;
    entries.push(entry);
    lastSeq = entry.seq;
    lastHash = entry.hash;
  }
  return { entries };
}

function tipOf(entries: readonly AuditEntry[]): Head | null {
  const last = entries.at(-1);
  return last ? { lastSeq: last.seq, lastHash: last.hash } : null;
}
