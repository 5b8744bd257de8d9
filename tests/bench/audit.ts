import { MongoClient } from "mongodb";
import * as Effect from "#core/effect/index.ts";
import { relayAudit } from "#functions/dispatcher/relay/audit.ts";
import { hashOf, list, verify } from "#platform/audit.ts";
import { config } from "#platform/config.ts";
import { pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { AuditEntry } from "#schema/audit.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";
import { best, factor, number, perSecond, quantile, type Row, timed } from "./measure.ts";

export const title = "audit log: appended by the relay, verified, and what an entry adds to its transaction";

const sizes = [500, 2_000, 8_000] as const;
const transactions = 400;

/** Every size is a chain of its own. */
export async function measure(): Promise<Row[]> {
  const mongo = new MongoClient(config("MONGODB_ADMIN_URI"));
  const rows: Row[] = [];
  try {
    // The first append of a process looks whether the collection is prepared.
    await appendTo((await freshTenant()).id, 10);
    for (const size of sizes) rows.push(...(await chainOf(size, mongo)));
  } finally {
    await mongo.close();
  }
  rows.push(await added());
  return rows;
}

async function chainOf(size: number, mongo: MongoClient): Promise<Row[]> {
  const chains = [(await freshTenant()).id, (await freshTenant()).id];
  const appended = Math.min(...(await inTurn(chains, (id) => appendTo(id, size))));
  const chain = chains[0] ?? "";
  const entries = await list(chain, { beforeSeq: size + 1 }, size);
  const inserted = await best({ most: 2, budgetMs: 0 }, { plain: () => insertPlainly(mongo, entries) });
  const cost = await best(
    { most: 5, budgetMs: 4_000 },
    {
      verified: () => timed(() => verify(chain)),
      read: () => timed(() => list(chain, {}, size + 1)),
      hashed: () => timed(() => entries.filter(({ hash, ...rest }) => hashOf(rest) === hash).length),
    },
  );
  const row = (what: string, ours: number, other: number | null, reach: string): Row => ({
    what,
    size: `${number(size)} entries`,
    ours: perSecond(size, ours, "entries"),
    other: other === null ? "-" : perSecond(size, other, "entries"),
    ratio: other === null ? "-" : factor(other / ours),
    reach,
  });
  return [
    row("appended, against insertMany alone", appended, inserted.plain, "-"),
    row("verified, against reading alone", cost.verified, cost.read, ">= 100,000 entries/s"),
    row("verified in memory", cost.hashed, null, ">= 100,000 entries/s"),
  ];
}

/** Milliseconds in which the relay appends so many waiting entries. */
async function appendTo(tenantId: string, size: number): Promise<number> {
  await drain();
  await orderEntries(tenantId, size);
  return timed(drain);
}

async function inTurn<T>(values: readonly string[], work: (value: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const value of values) results.push(await work(value));
  return results;
}

async function drain(): Promise<void> {
  while (await relayAudit());
}

async function orderEntries(tenantId: string, count: number): Promise<void> {
  const payload = {
    at: new Date().toISOString(),
    actor: { kind: "user", id: "usr_01M85E2ZYZTTV5RZPNARV0PKPA", name: "Ada Lovelace", role: "admin", via: "session" },
    subject: { type: "blog_post", id: "blp_01M85E2ZYZTTV5RZPNARV0PKPA", label: "Ten ways to season an oak table" },
    change: {
      before: { status: "draft", version: 3 },
      after: { status: "dm_review", version: 4 },
      fields: ["status", "version"],
    },
    request: {
      surface: "tenant",
      requestId: "req_01M85E2ZYZTTV5RZPNARV0PKPA",
      ip: "127.0.0.1",
      userAgent: "Mozilla/5.0",
    },
  };
  await pool(platformRole).query(
    `insert into outbox (id, tenant_id, kind, name, payload, actor)
      select 'out_' || upper(substr(md5($1), 1, 18)) || lpad(n::text, 8, '0'), $1, 'audit', 'blog_post.edited', $2::jsonb, 'user:-'
      from generate_series(1, $3::int) n`,
    [tenantId, JSON.stringify(payload), count],
  );
}

async function insertPlainly(mongo: MongoClient, entries: readonly AuditEntry[]): Promise<number> {
  const collection = mongo.db().collection<AuditEntry>("bench_entries");
  await collection.deleteMany({});
  return timed(async () => {
    for (let at = 0; at < entries.length; at += 500) await collection.insertMany(entries.slice(at, at + 500));
  });
}

/** The 95th percentile of a transaction with one change, with and without its audit entry. */
async function added(): Promise<Row> {
  const { id, channelId } = await freshTenant();
  const change = (audited: boolean) =>
    as(machine(id), () =>
      timed(() =>
        transaction(async (tx) => {
          const name = `Site ${Math.random()}`;
          await tx.updateTable("connectedChannels").set({ name }).where("id", "=", channelId).execute();
          const subject = { type: "channel", id: channelId, label: name };
          if (audited) await Effect.audit("channel.connected", subject, { before: {}, after: { name } });
        }),
      ),
    );
  const took = { with: [] as number[], without: [] as number[] };
  for (let at = 0; at < transactions; at++) {
    took.with.push(await change(true));
    took.without.push(await change(false));
  }
  const [ours, other] = [quantile(took.with, 0.95), quantile(took.without, 0.95)];
  return {
    what: "transaction with an entry, 95th percentile",
    size: "1 entry",
    ours: `${number(ours)} ms`,
    other: `${number(other)} ms`,
    ratio: `+${number(ours - other)} ms`,
    reach: "<= +1 ms",
  };
}
