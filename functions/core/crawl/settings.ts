import * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Paging from "#core/page/index.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type CrawlSettings, CrawlSettingsInput } from "#schema/crawl.ts";
import type { CrawlSchedule } from "#schema/dataset.ts";
import { newId } from "#schema/ids.ts";
import { nextRun } from "./schedule.ts";
import { websiteOf } from "./website.ts";

/** How a site is crawled. */
export async function settings(channelId: string): Promise<CrawlSettings> {
  require("channel.read", "see crawls");
  return transaction(async (tx) => {
    await websiteOf(tx, channelId);
    return shape(await find(tx, channelId));
  });
}

const Configure = z.strictObject({ channelId: z.string(), ...CrawlSettingsInput.shape });

/** Changes how a site is crawled, and with it when next. */
export const configure = fn(Configure, async ({ channelId, ...given }): Promise<CrawlSettings> => {
  require("channel.connect", "change how websites are crawled");
  return transaction(async (tx) => {
    const site = await websiteOf(tx, channelId, true);
    const before = shape(await settingsOf(tx, channelId));
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const schedule = given.schedule ?? before.schedule;
    const nextRunAt = schedule === before.schedule ? {} : { nextRunAt: await due(tx, schedule) };
    await tx
      .updateTable("crawlSettings")
      .set({ ...set, ...nextRunAt, updatedBy: reference() })
      .where("tenantId", "=", tenant())
      .where("channelId", "=", channelId)
      .execute();
    const after = shape(await find(tx, channelId));
    await Effect.audit(
      "crawl_settings.changed",
      { type: "channel", id: channelId, label: site.name },
      { before, after },
    );
    await Effect.live("settings:updated", { keys: ["channels"] });
    return after;
  });
});

/** Sites of the tenant at work whose time has come, timed anew. For a clock. */
export async function dueSites(now: Date): Promise<string[]> {
  return transaction(async (tx) => {
    const rows = await tx
      .selectFrom("crawlSettings")
      .select(["channelId", "schedule"])
      .where("tenantId", "=", tenant())
      .where("nextRunAt", "<=", now)
      .orderBy("id")
      .limit(20)
      .forUpdate()
      .execute();
    for (const { channelId, schedule } of rows)
      await tx
        .updateTable("crawlSettings")
        .set({ nextRunAt: await due(tx, schedule as CrawlSchedule) })
        .where("tenantId", "=", tenant())
        .where("channelId", "=", channelId)
        .execute();
    return rows.map(({ channelId }) => channelId);
  });
}

/** The row of a site's settings; it is made when the site is crawled or configured for the first time. */
export async function settingsOf(tx: Tx, channelId: string) {
  const known = await find(tx, channelId);
  if (known) return known;
  await tx
    .insertInto("crawlSettings")
    .values({ tenantId: tenant(), id: newId("crawlSettings"), channelId, nextRunAt: await due(tx, standard.schedule) })
    .onConflict((conflict) => conflict.columns(["tenantId", "channelId"]).doNothing())
    .execute();
  return (await find(tx, channelId)) ?? standard;
}

type Row = NonNullable<Awaited<ReturnType<typeof find>>>;

/** What holds for a site nobody has configured. */
const standard = {
  ...{ maxPages: 1_000, maxDepth: 5, include: [] as string[], exclude: [] as string[] },
  ...{ subdomains: false, respectRobots: true, schedule: "monthly" as const, nextRunAt: null },
};

async function find(tx: Tx, channelId: string) {
  return tx
    .selectFrom("crawlSettings")
    .select(["maxPages", "maxDepth", "include", "exclude", "subdomains", "respectRobots", "schedule", "nextRunAt"])
    .where("tenantId", "=", tenant())
    .where("channelId", "=", channelId)
    .executeTakeFirst();
}

function shape(row: Row | undefined): CrawlSettings {
  const { nextRunAt, schedule, ...rest } = row ?? standard;
  return { ...rest, schedule: schedule as CrawlSchedule, nextRunAt: Paging.iso(nextRunAt) };
}

async function due(tx: Tx, schedule: CrawlSchedule): Promise<Date | null> {
  return nextRun(schedule, await zoneOf(tx), new Date());
}
