import { running } from "#core/activity/read.ts";
import { recent } from "#core/blog/read.ts";
import * as Credit from "#core/credit/index.ts";
import * as Request from "#core/request/index.ts";
import * as Review from "#core/review/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import type { Home } from "#schema/dashboard.ts";
import { alerts } from "./alerts.ts";

export { clients, overview } from "./clients.ts";

const shown = 5;

/** The client's first screen: what waits for the person, what is being made, what went out. */
export async function home(): Promise<Home> {
  require("activity.read", "see the home page");
  return await transaction(async (tx) => {
    const pending = await Review.list({ status: ["pending"], tenantId: tenant(), limit: 100 });
    const mine = pending.items.filter((item) => item.youMayDecide);
    const credits = await Credit.balance();
    return {
      counters: { awaitingYou: mine.length, ...(await counters(tx)) },
      approvals: mine.slice(0, shown),
      running: await running(tx, shown),
      requests: (await Request.list({ limit: shown })).items,
      recent: await recent(tx, shown),
      credits,
      alerts: await alerts(tx, credits),
    };
  });
}

async function counters(tx: Tx): Promise<Omit<Home["counters"], "awaitingYou">> {
  const row = await tx
    .selectFrom("tenants as t")
    .select((eb) => [
      eb
        .selectFrom("activities as a")
        .select((sub) => sub.fn.countAll<number>().as("count"))
        .whereRef("a.tenantId", "=", "t.id")
        .where("a.status", "in", ["queued", "in_progress"])
        .where("a.deletedAt", "is", null)
        .as("inProgress"),
      eb
        .selectFrom("blogPosts as b")
        .select((sub) => sub.fn.countAll<number>().as("count"))
        .whereRef("b.tenantId", "=", "t.id")
        .where("b.status", "=", "published")
        .where("b.deletedAt", "is", null)
        .where(
          "b.publishedAt",
          ">=",
          sql<Date>`date_trunc('month', now() at time zone t.timezone) at time zone t.timezone`,
        )
        .as("publishedThisMonth"),
      eb
        .selectFrom("datasetFiles as f")
        .select((sub) => sub.fn.countAll<number>().as("count"))
        .whereRef("f.tenantId", "=", "t.id")
        .where("f.status", "!=", "deleted")
        .as("files"),
    ])
    .where("t.id", "=", tenant())
    .executeTakeFirst();
  return { inProgress: row?.inProgress ?? 0, publishedThisMonth: row?.publishedThisMonth ?? 0, files: row?.files ?? 0 };
}
