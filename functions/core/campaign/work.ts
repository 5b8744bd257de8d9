import * as Activity from "#core/activity/index.ts";
import * as Blog from "#core/blog/index.ts";
import { monthOf } from "#core/month/beside.ts";
import { type Calendar, dueAtOf, isWorkday, monthStart, plusDays, todayIn, workdaysBetween } from "#core/month/days.ts";
import { blackouts } from "#core/month/inputs.ts";
import { dueFor, evenly } from "#core/month/schedule.ts";
import * as Pieces from "#core/piece/index.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { madeFrom, type Piece, piecesOf } from "./needs.ts";
import type { Own } from "./own.ts";

/** A campaign without an end is worked for in so many days. */
const openDays = 28;

/**
 * Orders what a campaign needs by its brief, in the months of its days; what stands there already is not ordered again. Each piece
 * passes the gates of all work: plan, credits, budget.
 */
export async function order(tx: Tx, row: Own): Promise<void> {
  const pieces = row.brief ? piecesOf(row.brief.contentNeeds) : [];
  const known = await standing(tx, row.id);
  if (pieces.every(({ key }) => known.has(key))) return;
  const frame = await frameOf(tx, row);
  const made: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    if (known.has(piece.key)) continue;
    const source = madeFrom[piece.type];
    const sourceKey = `${source}-for-${piece.key}`;
    const on = dateOf(piece, pieces, frame);
    const draft = { row, frame, on, at };
    const sourceId = source
      ? (known.get(sourceKey) ?? (await plan(tx, { ...piece, key: sourceKey, type: source }, draft)))
      : undefined;
    const id = await plan(tx, piece, { ...draft, ...(sourceId ? { dependsOn: [sourceId] } : {}) });
    if (sourceId && known.has(sourceKey) && piece.type === "blog_post") await briefed(tx, id, sourceId);
    made.push(...(sourceId && !known.has(sourceKey) ? [sourceId] : []), id);
  }
  for (const id of made) await Activity.consider(tx, id);
}

/** Work that a campaign has ordered and nobody has begun is let go. */
export async function letGo(tx: Tx, campaignId: string, reason: string): Promise<void> {
  const rows = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("status", "in", ["pending", "queued"])
    .where((eb) => eb("input", "?", "need"))
    .orderBy("id")
    .execute();
  const ids = rows.map(({ id }) => id);
  await Activity.cancelAll(tx, ids, reason);
  for (const id of ids) await Pieces.dropped(tx, id);
}

// What was ordered and not given up, by its place among the needs.
async function standing(tx: Tx, campaignId: string): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom("activities")
    .select(["id", "input"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("status", "!=", "cancelled")
    .execute();
  return new Map(
    rows.flatMap(({ id, input }) => (typeof needOf(input) === "string" ? [[needOf(input) ?? "", id]] : [])),
  );
}

const needOf = (input: unknown): string | undefined => (input as { need?: string }).need;

interface Frame {
  today: string;
  zone: string;
  /** Working days on which work of the campaign may stand. */
  days: string[];
  calendar: Calendar;
}

async function frameOf(tx: Tx, { startsOn, endsOn }: Own): Promise<Frame> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("workingDays")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const zone = await zoneOf(tx);
  const today = todayIn(zone, new Date());
  const from = startsOn && startsOn > today ? startsOn : today;
  const to = endsOn && endsOn >= from ? endsOn : plusDays(from, openDays);
  const calendar = {
    workingDays: settings?.workingDays ?? ["mon", "tue", "wed", "thu", "fri"],
    blackoutDates: await blackouts(tx, { startsOn: today, endsOn: to }),
  };
  const days = workdaysBetween(from, to, calendar);
  return { today, zone, calendar, days: days.length > 0 ? days : [to] };
}

/** The day of a piece: the one its need names, else its share of the campaign; what leads others stands at the beginning. */
function dateOf(piece: Piece, pieces: readonly Piece[], { today, days, calendar }: Frame): string {
  const { isPublished, isSpread } = activityTypes[piece.type];
  if (piece.date) {
    const day = piece.date < today ? today : piece.date;
    return isWorkday(day, calendar) ? day : (days.find((one) => one >= day) ?? day);
  }
  if (!isPublished && !isSpread && piece.type !== "monthly_report") return days[0] ?? today;
  if (piece.type === "monthly_report") return days.at(-1) ?? today;
  const same = pieces.filter(({ type, date }) => type === piece.type && !date);
  return evenly(days, same.length)[same.findIndex(({ key }) => key === piece.key)] ?? days[0] ?? today;
}

interface Draft {
  row: Own;
  frame: Frame;
  on: string;
  /** Place among all pieces, by which subjects take turns. */
  at: number;
  dependsOn?: readonly string[];
}

async function plan(tx: Tx, piece: Piece, { row, frame, on, at, dependsOn = [] }: Draft): Promise<string> {
  const { type, number, of, key } = piece;
  const { agent, label, isPublished } = activityTypes[type];
  const leads = key.includes("-for-");
  const dueOn = isPublished || leads ? dueFor(on, frame.today, frame.calendar) : on;
  const planMonthId = await monthOf(tx, leads ? dueOn : on);
  const start = monthStart(leads ? dueOn : on);
  return Activity.plan(tx, {
    ...{ type, doer: agent, priority: "normal", campaignId: row.id, dependsOn },
    title: `${label}: ${row.name}${of > 1 ? `, ${number} of ${of}` : ""}`.slice(0, 200),
    description: row.brief?.objective ?? "",
    input: {
      ...{ beside: true, campaignId: row.id, campaignName: row.name, need: key, subject: subjectOf(row, type, at) },
      ...(start > frame.today ? { notBefore: start } : {}),
    },
    platform: platformOf(row, type, number),
    dueAt: dueAtOf(dueOn),
    scheduledFor: isPublished ? atLocalTime(on, publishTime, frame.zone) : null,
    ...(planMonthId ? { planMonthId } : {}),
  });
}

// Ads sell the offer; texts take the messages of the campaign in turn.
function subjectOf({ brief, name }: Own, type: string, at: number): string {
  const offer = brief?.offer ?? brief?.objective ?? name;
  const messages = brief?.keyMessages ?? [];
  return type.endsWith("_ads_copy") || type === "landing_page"
    ? offer
    : (messages[at % Math.max(1, messages.length)] ?? offer);
}

const socialChannels = ["instagram", "facebook", "linkedin", "x"];

function platformOf({ channels }: Own, type: string, number: number): string | null {
  if (!type.startsWith("social_")) return null;
  const own = channels.filter((channel) => socialChannels.includes(channel));
  return own[(number - 1) % Math.max(1, own.length)] ?? "facebook";
}

// The brief of a post that was let go is there: the post in its place is written from it.
async function briefed(tx: Tx, activityId: string, briefActivityId: string): Promise<void> {
  const brief = await tx
    .selectFrom("contentBriefs")
    .select(["id", "title", "targetKeyword"])
    .where("tenantId", "=", tenant())
    .where("activityId", "=", briefActivityId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!brief) return;
  const { id: briefId, title, targetKeyword } = brief;
  await Blog.create(tx, { requestId: null, activityId, briefId, title, targetKeyword: targetKeyword ?? "" });
}

/** What a campaign has ordered, in the order of its days. */
export async function ordered(tx: Tx, campaignId: string) {
  const zone = await zoneOf(tx);
  const rows = await tx
    .selectFrom("activities as a")
    .leftJoin("users as u", "u.id", "a.assigneeUserId")
    .select(["a.id", "a.ref", "a.type", "a.title", "a.status", "a.blockedReason", "a.dueAt", "a.scheduledFor"])
    .select(["u.firstName", "u.lastName"])
    .where("a.tenantId", "=", tenant())
    .where("a.campaignId", "=", campaignId)
    .where("a.status", "!=", "cancelled")
    .where("a.deletedAt", "is", null)
    .orderBy("a.dueAt")
    .orderBy("a.id")
    .execute();
  return rows.map(({ scheduledFor, firstName, lastName, dueAt, ...row }) => ({
    ...row,
    dueAt: dueAt?.toISOString() ?? null,
    goesOutOn: scheduledFor && todayIn(zone, scheduledFor),
    assignee: firstName === null ? null : `${firstName} ${lastName ?? ""}`.trim(),
  }));
}
