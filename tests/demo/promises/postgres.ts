import type { Frame } from "../live.ts";
import { eventually, insist } from "../report.ts";
import type { Stores } from "./stores.ts";

const patienceMs = 60_000;

type Row = Record<string, unknown>;

/** Each post has exactly one attempt that is not given up, and it is confirmed. */
export async function oneConfirmedAttempt(
  stores: Stores,
  tenantId: string,
  postIds: readonly string[],
): Promise<string> {
  const rows = await query(
    stores,
    `select b.id, b.status, count(p.id) filter (where p.status = 'confirmed') as confirmed,
        count(p.id) filter (where p.status not in ('confirmed', 'failed', 'abandoned')) as open
      from blog_posts b left join publish_attempts p on p.tenant_id = b.tenant_id and p.subject_id = b.id
      where b.tenant_id = $1 and b.id = any($2) group by b.id, b.status`,
    [tenantId, postIds],
  );
  insist(rows.length === postIds.length, `${rows.length} of ${postIds.length} posts exist`);
  for (const { id, status, confirmed, open } of rows) {
    insist(status === "published", `${id} is ${status}`);
    insist(confirmed === 1 && open === 0, `${id} has ${confirmed} confirmed and ${open} open attempts`);
  }
  return `${rows.length} posts`;
}

/** No credits stay held for the work, and balances equal the sums of the ledger. */
export async function creditsSettled(
  stores: Stores,
  tenantId: string,
  activityIds: readonly string[],
): Promise<string> {
  const held = await query(
    stores,
    "select id from credit_reservations where tenant_id = $1 and status = 'held' and activity_id = any($2)",
    [tenantId, activityIds],
  );
  insist(held.length === 0, `${held.length} holds are open`);
  const consumed = await query(
    stores,
    `select activity_id, count(*) as times from credit_ledger
      where tenant_id = $1 and type = 'consumed' and activity_id = any($2) group by activity_id`,
    [tenantId, activityIds],
  );
  insist(consumed.length === activityIds.length, `${consumed.length} of ${activityIds.length} activities were charged`);
  const [sums] = await query(
    stores,
    `select b.available - sum(l.amount) filter (where l.type in ('allocated', 'topup', 'adjusted', 'consumed')) as available,
        b.reserved - coalesce(sum(l.amount) filter (where l.type in ('reserved', 'consumed', 'released')), 0) as reserved
      from credit_balances b join credit_ledger l on l.tenant_id = b.tenant_id
      where b.tenant_id = $1 group by b.available, b.reserved`,
    [tenantId],
  );
  insist(
    sums?.["available"] === 0 && sums["reserved"] === 0,
    `the ledger differs by ${JSON.stringify(sums)} hundredths`,
  );
  return `${consumed.length} activities charged, difference 0`;
}

/** Nothing waits to be told, copied or sent; a relay gets a moment to finish. */
export async function outboxDrained(stores: Stores, tenantId: string): Promise<string> {
  await eventually(async () => {
    const waiting = await query(
      stores,
      `select kind || ' ' || name as what from outbox
        where tenant_id = $1 and delivered_at is null and available_at <= now()
        union all select 'search ' || subject_id from search_outbox where tenant_id = $1 and delivered_at is null`,
      [tenantId],
    );
    const shown = waiting.slice(0, 3).map(({ what }) => what);
    insist(waiting.length === 0, `${waiting.length} rows wait, first ${shown.join(", ")}`);
  }, patienceMs);
  const [delivered] = await query(stores, "select count(*) as n from outbox where tenant_id = $1", [tenantId]);
  return `${delivered?.["n"]} delivered`;
}

/** Work that ended badly leaves a trace here. */
export async function nothingDied(stores: Stores, tenantId: string, sinceMs: number): Promise<string> {
  const dead = await query(
    stores,
    "select queue, error_message from dead_letters where tenant_id = $1 and last_failed_at >= $2",
    [tenantId, new Date(sinceMs)],
  );
  insist(dead.length === 0, `${dead.length} dead letters, first ${dead[0]?.["queue"]}: ${dead[0]?.["error_message"]}`);
  await eventually(() => noOpenRun(stores, tenantId, sinceMs), patienceMs);
  return "no dead letter, no open run";
}

async function noOpenRun(stores: Stores, tenantId: string, sinceMs: number): Promise<void> {
  const unfinished = await query(
    stores,
    "select id, status from agent_runs where tenant_id = $1 and created_at >= $2 and status not in ('success', 'cancelled')",
    [tenantId, new Date(sinceMs)],
  );
  const open = unfinished.filter(({ status }) => status !== "error");
  insist(open.length === 0, `${open.length} runs are not finished, first ${open[0]?.["id"]} ${open[0]?.["status"]}`);
}

/** The durable stream is numbered without a gap, and a listener got every event that was meant for them. */
export async function streamComplete(
  stores: Stores,
  tenantId: string,
  listener: { userId: string; frames: readonly Frame[] },
): Promise<string> {
  const received = new Set(listener.frames.map(({ seq }) => seq));
  const [first, last] = [Math.min(...received), Math.max(...received)];
  const rows = await query(
    stores,
    "select seq, type, data from tenant_events where tenant_id = $1 and seq between $2 and $3 order by seq",
    [tenantId, first, last],
  );
  insist(
    rows.length === last - first + 1,
    `${last - first + 1 - rows.length} numbers between ${first} and ${last} are missing`,
  );
  const missed = rows.filter(({ seq, type, data }) => {
    const addressee = type === "notification:new" ? (data as Row)["userId"] : listener.userId;
    return addressee === listener.userId && !received.has(seq as number);
  });
  insist(
    missed.length === 0,
    `${missed.length} events did not arrive, first ${missed[0]?.["seq"]} ${missed[0]?.["type"]}`,
  );
  return `${rows.length} events, ${first} to ${last}`;
}

/** Rows of a look into the database, across tenants. */
export async function query(stores: Stores, text: string, values: unknown[]): Promise<Row[]> {
  return (await stores.postgres.query<Row>(text, values)).rows;
}
