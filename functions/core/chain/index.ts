import { verifyChain } from "#core/audit/chain.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { require, within } from "#platform/actor.ts";
import * as store from "#platform/audit.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ChainEntry, ChainFilter, ChainQuery, ChainResult, ChainStatus } from "#schema/chain.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";

export { exported } from "./export.ts";

const platform = "platform";

/** Entries of one chain or of all, newest first. */
export async function entries(filter: ChainFilter): Promise<Page<ChainEntry>> {
  demand();
  const { limit, cursor, ...narrowing } = filter;
  const scope = JSON.stringify(["chains", narrowing]);
  const position = Paging.decode(scope, cursor) as [string, string] | undefined;
  const after = position ? { at: position[0], id: position[1] } : undefined;
  const rows = await store.browse(wanted(narrowing), after, limit + 1);
  const page = Paging.slice(rows, limit, scope, (row) => [row.at, row._id]);
  const names = await transaction((tx) =>
    namesOf(
      tx,
      page.rows.map((row) => row.tenantId),
    ),
  );
  return {
    items: page.rows.map((row) => ({ ...row, tenantName: names.get(row.tenantId) ?? null })),
    nextCursor: page.nextCursor,
  };
}

/** Every chain with its head and what its last verification found; those that moved last come first. */
export async function statuses(query: ChainQuery): Promise<Page<ChainStatus>> {
  demand();
  const position = Paging.decode("chain-status", query.cursor) as [string, string] | undefined;
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("auditHeads")
      .select(["chain", "lastSeq", "lastHash", "updatedAt"])
      .$if(query.chain !== undefined, (heads) => heads.where("chain", "=", query.chain ?? ""))
      .$if(position !== undefined, (heads) =>
        heads.where((eb) => {
          const [at, chain] = position ?? ["", ""];
          return eb(eb.refTuple("updatedAt", "chain"), "<", eb.tuple(new Date(at), chain));
        }),
      )
      .orderBy("updatedAt", "desc")
      .orderBy("chain", "desc")
      .limit(query.limit + 1)
      .execute();
    const page = Paging.slice(rows, query.limit, "chain-status", (row) => [row.updatedAt.toISOString(), row.chain]);
    const names = await namesOf(
      tx,
      page.rows.map((row) => row.chain),
    );
    const checks = await Promise.all(page.rows.map((row) => store.lastVerification(row.chain)));
    const items = page.rows.map(({ updatedAt, ...row }, index) => ({
      ...row,
      tenantName: names.get(row.chain) ?? null,
      movedAt: Paging.iso(updatedAt),
      verification: checks[index] ?? null,
    }));
    return { items, nextCursor: page.nextCursor };
  });
}

/** Recomputes a chain from its first entry and compares it with its head; the check leaves an entry in it. */
export async function verify(chain: string): Promise<ChainResult> {
  demand();
  return inChain(chain, async () => {
    const result = await verifyChain(chain);
    const { ok, checkedTo, firstBadSeq, reason } = result;
    await Effect.audit(
      ok ? "audit.verified" : "audit.verification_failed",
      { type: "audit_chain", id: chain, label: "Audit log" },
      { after: { checkedTo, ...(ok ? {} : { firstBadSeq, reason }) } },
    );
    return { chain, ok, checkedTo, firstBadSeq, reason };
  });
}

/** Runs work in the chain named: a tenant that exists, or the platform. */
export async function inChain<T>(chain: string, work: () => Promise<T>): Promise<T> {
  if (chain === platform) return work();
  const known = await transaction((tx) =>
    tx.selectFrom("tenants").select("id").where("id", "=", chain).executeTakeFirst(),
  );
  if (!known) throw notFound("Client", chain);
  return within(chain, work);
}

/** A filter in the store's words; days are whole days of UTC. */
export function wanted(filter: Omit<ChainFilter, "limit" | "cursor">): store.BrowseFilter {
  const { chain, action, actor, subject, from, to } = filter;
  return {
    ...(chain ? { chain } : {}),
    ...(action ? { action } : {}),
    ...(actor ? { actorId: actor } : {}),
    ...(subject ? { subjectId: subject } : {}),
    ...(from ? { from: `${from}T00:00:00.000Z` } : {}),
    ...(to ? { to: `${to}T23:59:59.999Z` } : {}),
  };
}

/** Only super admins look into every chain. */
export function demand(): void {
  require("platform_audit.read", "read the audit log of the platform", platform);
}

async function namesOf(tx: Tx, chains: string[]): Promise<Map<string, string>> {
  const ids = [...new Set(chains)].filter((chain) => chain !== platform);
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom("tenants").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
