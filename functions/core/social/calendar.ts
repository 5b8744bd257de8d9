import type { Failed } from "#agents/descriptor/index.ts";
import type { CalendarDraft } from "#agents/social-calendar-planner.ts";
import * as Activity from "#core/activity/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dueAtOf, monthEnd, monthStart, plusDays, todayIn } from "#core/month/days.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { ownedStatuses } from "#schema/channel.ts";
import { newId } from "#schema/ids.ts";
import { SocialPlatform, socialPlatforms } from "#schema/social.ts";
import type { Platform } from "./platforms.ts";
import { type CalendarTerms, spread, summaryOf } from "./spread.ts";

type Entries = CalendarDraft["entries"];

const draftDays = 5;
/** Where a company most likely is when nothing is connected yet and the plan names nothing. */
const usual: readonly Platform[] = ["facebook", "instagram"];

/** What the planner gets: the posts that wait for the calendar, by platform, and the dates it has to keep to. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const terms = await termsOf(tx, run.activityId ?? "");
    const strategy = await tx
      .selectFrom("strategies")
      .select("body")
      .where("tenantId", "=", tenant())
      .where("status", "=", "approved")
      .executeTakeFirst();
    const before = await tx
      .selectFrom("socialCalendarSlots")
      .select("topicAngle")
      .where("tenantId", "=", tenant())
      .orderBy("slotOn", "desc")
      .limit(120)
      .execute();
    return {
      ...terms,
      connectedPlatforms: Object.keys(terms.volumeTargets),
      approvedStrategy: strategy?.body ?? "",
      previousAngles: before.map(({ topicAngle }) => topicAngle),
    };
  });
}

/** Puts the calendar into force; each entry gets the next post that waits for it, or a new one. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<CalendarDraft>): Promise<void> {
  await write(tx, run.activityId ?? "", data.entries, run.id);
}

/** Without the planner the month is spread by rule, and costs nothing. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  const activityId = run.activityId ?? "";
  const places = spread(await termsOf(tx, activityId));
  if (code === "cancelled" || places.length === 0) return Activity.fail(tx, activityId, code, message);
  const entries = places.map((place, at) => ({
    id: `entry-${at + 1}`,
    ...place,
    topicAngle: place.pinnedEvent ?? `A subject of the company's own choice (${place.contentType})`,
    theme: place.pinnedEvent?.slice(0, 60) ?? "Our daily work",
    notesForWriter: "Planned by rule: choose a subject from the company's documents.",
  }));
  await Credit.release({ activityId });
  await Activity.note(tx, activityId, "by_rule", `Planned by rule: ${message}`, run.id);
  await write(tx, activityId, entries, run.id);
}

async function write(tx: Tx, activityId: string, entries: Entries, runId: string): Promise<void> {
  const activity = await Activity.locked(tx, activityId);
  const { month } = await termsOf(tx, activityId);
  await tx
    .updateTable("socialCalendars")
    .set({ status: "archived" })
    .where("tenantId", "=", tenant())
    .where("month", "=", `${month}-01`)
    .where("status", "=", "active")
    .execute();
  const id = newId("socialCalendar");
  const summary = summaryOf(entries);
  await tx
    .insertInto("socialCalendars")
    .values({
      ...{ tenantId: tenant(), id, month: `${month}-01`, status: "active", activityId, runId },
      summary: JSON.stringify(summary),
    })
    .execute();
  const waiting = await waitingFor(tx, activityId);
  const origin = await tx
    .selectFrom("activities")
    .select(["planMonthId"])
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .executeTakeFirstOrThrow();
  const zone = await zoneOf(tx);
  for (const entry of entries) {
    const at = waiting.findIndex(({ platform }) => platform === entry.platform);
    const [own] = at < 0 ? waiting.splice(0, 1) : waiting.splice(at, 1);
    await place(tx, entry, {
      calendarId: id,
      calendarActivity: activityId,
      planMonthId: origin.planMonthId,
      zone,
      own: own?.id,
    });
  }
  for (const { id: left } of waiting) await Activity.cancel(tx, left, "The calendar of the month has no place for it");
  await Effect.audit(
    "social_calendar.planned",
    { type: "social_calendar", id, label: activity.title },
    { after: { month, posts: summary.totalPosts } },
  );
  await Effect.live("content:updated", { kind: "social_calendar", id, status: "active", version: 1 });
  await Activity.finish(tx, activityId, "finish", { socialCalendarId: id });
}

interface Placing {
  calendarId: string;
  calendarActivity: string;
  planMonthId: string | null;
  zone: string;
  /** The planned post that takes the entry. */
  own: string | undefined;
}

async function place(
  tx: Tx,
  entry: Entries[number],
  { calendarId, calendarActivity, planMonthId, zone, own }: Placing,
) {
  const slotId = newId("socialCalendarSlot");
  const { platform, topicAngle } = entry;
  const scheduledFor = atLocalTime(entry.date, publishTime, zone);
  const title = `${socialPlatforms[platform].label}: ${topicAngle}`.slice(0, 200);
  const activityId =
    own ??
    (await Activity.plan(tx, {
      type: "social_post",
      doer: "social-post-writer",
      priority: "normal",
      ...{ title, platform, scheduledFor },
      input: { slotId },
      dependsOn: [calendarActivity],
      dueAt: dueAtOf(plusDays(entry.date, -draftDays)),
      ...(planMonthId ? { planMonthId } : {}),
    }));
  if (own) {
    const { input } = await Activity.locked(tx, own);
    await tx
      .updateTable("activities")
      .set({ title, platform, scheduledFor, input: JSON.stringify({ ...input, slotId }) })
      .where("tenantId", "=", tenant())
      .where("id", "=", own)
      .execute();
  }
  await tx
    .insertInto("socialCalendarSlots")
    .values({
      ...{ tenantId: tenant(), id: slotId, socialCalendarId: calendarId, activityId, platform, topicAngle },
      slotOn: entry.date,
      contentType: entry.contentType,
      format: entry.format,
      theme: entry.theme,
      notes: entry.notesForWriter || null,
      pinned: entry.pinnedEvent !== undefined,
    })
    .execute();
}

async function waitingFor(tx: Tx, activityId: string) {
  return tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.activityId"),
    )
    .select(["a.id", "a.platform"])
    .where("d.tenantId", "=", tenant())
    .where("d.dependsOnId", "=", activityId)
    .where("a.type", "=", "social_post")
    .where("a.status", "=", "pending")
    .orderBy("a.scheduledFor")
    .orderBy("a.id")
    .execute();
}

async function termsOf(tx: Tx, activityId: string): Promise<CalendarTerms> {
  const activity = await tx
    .selectFrom("activities as a")
    .innerJoin("tenants as t", "t.id", "a.tenantId")
    .leftJoin("planMonths as m", (join) =>
      join.onRef("m.tenantId", "=", "a.tenantId").onRef("m.id", "=", "a.planMonthId"),
    )
    .select(["t.timezone", "m.startsOn", "a.input"])
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", activityId)
    .executeTakeFirstOrThrow();
  const today = todayIn(activity.timezone, new Date());
  const { month: wanted } = activity.input as { month?: string };
  const first = wanted ? `${wanted}-01` : (activity.startsOn ?? monthStart(today));
  const month = first.slice(0, 7);
  const waiting = await waitingFor(tx, activityId);
  return {
    month,
    startsOn: today < monthEnd(first) ? plusDays(today, 1) : today,
    volumeTargets: volumes(waiting, await connected(tx)),
    constraints: { promotionalCapPct: 30, ...(await dates(tx, `${month}-01`, waiting.length || defaultPosts)) },
  };
}

/** Posts of a calendar that nothing was promised for. */
const defaultPosts = 8;

// A promised post says where it goes; one that does not takes the connected platforms in turn.
function volumes(
  waiting: readonly { platform: string | null }[],
  open: readonly Platform[],
): CalendarTerms["volumeTargets"] {
  const named = waiting.flatMap(({ platform }) => SocialPlatform.safeParse(platform).data ?? []);
  const turns = open.length > 0 ? open : named.length > 0 ? [...new Set(named)] : usual;
  const count = new Map<Platform, number>();
  const rows = waiting.length > 0 ? waiting : Array.from({ length: defaultPosts }, () => ({ platform: null }));
  for (const [at, { platform }] of rows.entries()) {
    const target = SocialPlatform.safeParse(platform).data ?? turns[at % turns.length] ?? "facebook";
    count.set(target, (count.get(target) ?? 0) + 1);
  }
  return Object.fromEntries(count);
}

async function connected(tx: Tx): Promise<Platform[]> {
  const rows = await tx
    .selectFrom("connectedChannels")
    .select("type")
    .distinct()
    .where("tenantId", "=", tenant())
    .where("type", "in", SocialPlatform.options)
    .where("status", "in", ownedStatuses)
    .where("deletedAt", "is", null)
    .orderBy("type")
    .execute();
  return rows.map(({ type }) => SocialPlatform.parse(type));
}

// Nobody posts on the client's blackouts, and nobody reads a usual post on its holidays.
const isClosed = (kind: string): boolean => kind === "blackout" || kind === "holiday";

async function dates(tx: Tx, first: string, posts: number) {
  const last = monthEnd(first);
  const rows = await tx
    .selectFrom("calendarDates")
    .select(["kind", "startsOn", "endsOn", "title"])
    .where("tenantId", "=", tenant())
    .where("startsOn", "<=", last)
    .where("endsOn", ">=", first)
    .orderBy("startsOn")
    .orderBy("id")
    .execute();
  const closed = new Set<string>();
  for (const { kind, startsOn, endsOn } of rows)
    for (let day = startsOn; isClosed(kind) && day <= endsOn && day <= last; day = plusDays(day, 1))
      if (day >= first) closed.add(day);
  const pinned = rows.filter(({ kind, startsOn }) => kind === "pinned" && startsOn >= first && !closed.has(startsOn));
  return {
    blackoutDates: [...closed].toSorted(),
    pinnedDates: pinned.slice(0, posts).map(({ startsOn, title }) => ({ date: startsOn, event: title })),
  };
}
