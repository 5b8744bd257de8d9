import type { Span } from "#core/metric/read.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql } from "#platform/db.ts";
import type { ReportFigure } from "#schema/report.ts";
import { counted } from "./count.ts";

const itemsMax = 30;

/** Things that are published, by what they are called in a report. */
const published = [
  { name: "blog posts published", table: "blog_posts", at: "published_at", title: sql.ref("title") },
  {
    name: "social posts published",
    table: "social_posts",
    at: "published_at",
    title: sql`coalesce(hook, left(body_text, 80))`,
  },
  { name: "profile posts published", table: "gbp_posts", at: "published_at", title: null },
  { name: "landing pages published", table: "landing_pages", at: "published_at", title: null },
] as const;

/** What was done and published in a time, beside the time before, and what was sent as newsletters. */
export async function workOf(
  tx: Tx,
  now: Span,
  earlier: Span,
): Promise<{ figures: ReportFigure[]; email: ReportFigure[]; items: string[] }> {
  const figures = [
    counted("activities done", "activities", await doneIn(tx, now), await doneIn(tx, earlier)),
    counted("credits used", "credits", await creditsIn(tx, now), await creditsIn(tx, earlier), "credits"),
  ];
  const items: string[] = [];
  for (const { name, table, at, title } of published) {
    const [current, previous] = [await countIn(tx, table, at, now), await countIn(tx, table, at, earlier)];
    figures.push(counted(name, table.replaceAll("_", " "), current, previous));
    if (title && current > 0) items.push(...(await titlesIn(tx, table, at, title, now)));
  }
  const newsletters = "email_newsletters";
  const [sent, sentBefore] = [
    await countIn(tx, newsletters, "sent_at", now),
    await countIn(tx, newsletters, "sent_at", earlier),
  ];
  const email = sent + sentBefore > 0 ? [counted("newsletters sent", "newsletters", sent, sentBefore)] : [];
  return { figures, email, items: items.slice(0, itemsMax) };
}

async function doneIn(tx: Tx, span: Span): Promise<number> {
  const { from, until } = bounds(span);
  const { count } = await tx
    .selectFrom("activities")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("status", "=", "done")
    .where("completedAt", ">=", from)
    .where("completedAt", "<", until)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function creditsIn(tx: Tx, span: Span): Promise<number> {
  const { from, until } = bounds(span);
  const { amount } = await tx
    .selectFrom("creditLedger")
    .select((eb) => eb.fn.sum<number>("amount").as("amount"))
    .where("tenantId", "=", tenant())
    .where("type", "=", "consumed")
    .where("createdAt", ">=", from)
    .where("createdAt", "<", until)
    .executeTakeFirstOrThrow();
  return Math.abs(Number(amount ?? 0)) / 100;
}

async function countIn(tx: Tx, table: string, at: string, span: Span): Promise<number> {
  const { from, until } = bounds(span);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)}
    where tenant_id = ${tenant()} and deleted_at is null
      and ${sql.ref(at)} >= ${from} and ${sql.ref(at)} < ${until}`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

async function titlesIn(
  tx: Tx,
  table: string,
  at: string,
  title: ReturnType<typeof sql>,
  span: Span,
): Promise<string[]> {
  const { from, until } = bounds(span);
  const { rows } = await sql<{ title: string }>`
    select ${title} as title from ${sql.table(table)}
    where tenant_id = ${tenant()} and deleted_at is null
      and ${sql.ref(at)} >= ${from} and ${sql.ref(at)} < ${until}
    order by ${sql.ref(at)} limit ${itemsMax}`.execute(tx);
  return rows.map((row) => row.title.slice(0, 200));
}

function bounds({ from, to }: Span): { from: Date; until: Date } {
  return { from: new Date(`${from}T00:00:00Z`), until: new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000) };
}
