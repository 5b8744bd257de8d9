import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ActivityMove, ActivityMoved } from "#schema/activity.ts";
import { AppError } from "#schema/errors.ts";
import { movedTo } from "./beside.ts";
import { dayName, monthEnd, monthStart, plusDays, todayIn } from "./days.ts";
import * as Month from "./index.ts";
import { blackouts, settingsOf } from "./inputs.ts";
import { type Dates, type Piece, type Span, shift } from "./shift.ts";

/**
 * Puts work that nobody has begun on another day of its month or the next one. What is made from it follows when the person agrees, else
 * it stays where it is.
 * @throws request.illegal_transition with the reason, and in `details.dependents` what would have to follow; request.stale_state
 */
export async function move(id: string, { on, from, withDependents }: ActivityMove): Promise<ActivityMoved> {
  require("activity.steer", "move work to another day");
  return transaction(async (tx) => {
    const row = await Activity.locked(tx, id);
    const zone = await zoneOf(tx);
    const pieces = await openPieces(tx, zone);
    const piece = pieces.find((one) => one.id === id);
    if (!piece) throw notOpen(row);
    const before = dayOf(piece);
    if (from !== undefined && from !== before)
      throw new AppError("request.stale_state", `${piece.ref} was moved meanwhile. Look at it again.`);
    if (piece.waitsForCalendar)
      throw refused(piece, "Its day comes from the calendar of the month; move it once that is planned.");
    if (!piece.isOpen) throw notOpen(row);
    if (before === on) return { moved: [], collisions: [] };
    const { dates, problem } = shift(piece, on, pieces, await spanOf(tx, piece.planMonthId, zone));
    if (dates === null) throw refused(piece, problem);
    const changes = pieces.flatMap((one) => {
      const to = dates.get(one.id);
      return to ? [{ piece: one, to }] : [];
    });
    const moved = changes.map(({ piece: { id: key, ref, title, ...was }, to }) => ({
      ...{ id: key, ref, title, from: dayOf(was), on: to.publishOn ?? to.dueOn },
    }));
    const dependents = moved.filter((one) => one.id !== id);
    if (dependents.length > 0 && !withDependents)
      throw new AppError(
        "request.illegal_transition",
        `${dependents.map(({ ref }) => ref).join(", ")} ${dependents.length > 1 ? "are" : "is"} made from ${piece.ref} and would have to follow.`,
        { details: { dependents } },
      );
    const months: string[] = [];
    for (const { piece: one, to } of changes)
      months.push(...(await put(tx, one, to, { zone, isChosen: one.id === id })).filter((month) => month !== null));
    await Month.touched(tx, months);
    return { moved, collisions: await collisionsOn(tx, id, on, zone) };
  });
}

interface Open extends Piece {
  title: string;
  type: string;
  status: string;
  dueAt: Date | null;
  scheduledFor: Date | null;
  planMonthId: string | null;
  deliverableId: string | null;
  slotId: string | null;
  input: Record<string, unknown>;
  /** The calendar of the month gives it its day. */
  waitsForCalendar: boolean;
}

const started = ["in_progress", "awaiting_approval", "failed"];

async function openPieces(tx: Tx, zone: string): Promise<Open[]> {
  const rows = await tx
    .selectFrom("activities")
    .select(["id", "ref", "title", "type", "status", "dueAt", "scheduledFor", "startedAt", "planMonthId", "input"])
    .select("deliverableId")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["pending", "queued", ...started])
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
  const edges = await tx
    .selectFrom("activityDependencies as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.id", "=", "d.dependsOnId"),
    )
    .select(["d.activityId", "d.dependsOnId"])
    .where("d.tenantId", "=", tenant())
    .where("a.status", "in", ["pending", "queued", ...started])
    .execute();
  const needs = Map.groupBy(edges, ({ activityId }) => activityId);
  return rows.map(({ startedAt, input, ...row }) => {
    const own = input as Record<string, unknown>;
    const { slotId = null } = own as { slotId?: string };
    const dependsOn = (needs.get(row.id) ?? []).map(({ dependsOnId }) => dependsOnId);
    const waitsForCalendar = row.type === "social_post" && slotId === null && dependsOn.length > 0;
    const isBegun = started.includes(row.status) || startedAt !== null;
    return {
      ...{ ...row, dependsOn, slotId, input: own, waitsForCalendar, isOpen: !isBegun && !waitsForCalendar },
      dueOn: row.dueAt?.toISOString().slice(0, 10) ?? null,
      publishOn: row.scheduledFor && todayIn(zone, row.scheduledFor),
    };
  });
}

function notOpen({ ref, status }: Activity.Row): AppError {
  return new AppError(
    "request.illegal_transition",
    status === "done" || status === "cancelled"
      ? `${ref} is ${status}; its day stays.`
      : `${ref} has begun; only work that nobody has begun is moved. When it goes out is planned at the text itself.`,
  );
}

function refused({ ref }: Piece, why: string): AppError {
  return new AppError("request.illegal_transition", `${ref} stays where it is. ${why}`);
}

const dayOf = ({ publishOn, dueOn }: Pick<Piece, "publishOn" | "dueOn">): string | null => publishOn ?? dueOn;

async function spanOf(tx: Tx, planMonthId: string | null, zone: string): Promise<Span> {
  const month = planMonthId
    ? await tx
        .selectFrom("planMonths")
        .select("startsOn")
        .where("tenantId", "=", tenant())
        .where("id", "=", planMonthId)
        .executeTakeFirst()
    : undefined;
  const today = todayIn(zone, new Date());
  const startsOn = month?.startsOn ?? monthStart(today);
  const endsOn = monthEnd(monthStart(startsOn, 1));
  return {
    first: [today, startsOn].toSorted().at(-1) ?? today,
    last: endsOn,
    calendar: {
      workingDays: (await settingsOf(tx)).workingDays,
      blackoutDates: await blackouts(tx, { startsOn, endsOn }),
    },
  };
}

// @returns the months in which it stood and stands
async function put(
  tx: Tx,
  piece: Open,
  { dueOn, publishOn }: Dates,
  { zone, isChosen }: { zone: string; isChosen: boolean },
): Promise<(string | null)[]> {
  const [before, after] = [dayOf(piece), publishOn ?? dueOn];
  const month = await movedTo(tx, piece.input, after);
  const inputs = {
    ...(isChosen ? { movedTo: after } : {}),
    ...("notBefore" in piece.input ? { notBefore: monthStart(after) } : {}),
  };
  await tx
    .updateTable("activities")
    .set((eb) => ({
      dueAt: new Date(`${dueOn}T${piece.dueAt?.toISOString().slice(11) ?? "17:00:00Z"}`),
      scheduledFor: publishOn === null ? piece.scheduledFor : onDay(piece.scheduledFor, publishOn, zone),
      ...month,
      input: eb("input", "||", JSON.stringify(inputs)),
    }))
    .where("tenantId", "=", tenant())
    .where("id", "=", piece.id)
    .execute();
  if (piece.deliverableId)
    await tx
      .updateTable("deliverables")
      .set({ dueOn })
      .where("tenantId", "=", tenant())
      .where("id", "=", piece.deliverableId)
      .execute();
  if (piece.slotId && publishOn)
    await tx
      .updateTable("socialCalendarSlots")
      .set({ slotOn: publishOn })
      .where("tenantId", "=", tenant())
      .where("id", "=", piece.slotId)
      .execute();
  await Activity.note(tx, piece.id, "moved", `Moved from ${before ? dayName(before) : "no date"} to ${dayName(after)}`);
  await Effect.audit(
    "activity.updated",
    { type: "activity", id: piece.id, label: piece.ref },
    { before: { on: before }, after: { on: after } },
  );
  await Effect.live("activity:updated", { id: piece.id, ref: piece.ref, status: piece.status, blockedReason: null });
  await Effect.searchSync("activities", piece.id);
  return [piece.planMonthId, month.planMonthId ?? null];
}

// The time of day stays, by the client's clock.
function onDay(known: Date | null, day: string, timeZone: string): Date {
  const clock = { timeZone, hourCycle: "h23", hour: "2-digit", minute: "2-digit" } as const;
  return atLocalTime(day, known?.toLocaleTimeString("en-GB", clock) ?? publishTime, timeZone);
}

// What else goes out on the day: two texts at once are allowed, but somebody should know.
async function collisionsOn(tx: Tx, id: string, on: string, zone: string): Promise<ActivityMoved["collisions"]> {
  const rows = await tx
    .selectFrom("activities")
    .select(["ref", "title"])
    .where("tenantId", "=", tenant())
    .where("id", "!=", id)
    .where("status", "!=", "cancelled")
    .where("deletedAt", "is", null)
    .where("scheduledFor", ">=", atLocalTime(on, "00:00", zone))
    .where("scheduledFor", "<", atLocalTime(plusDays(on, 1), "00:00", zone))
    .orderBy("id")
    .limit(20)
    .execute();
  return rows.map(({ ref, title }) => ({ on, what: `${ref} ${title} goes out on this day too` }));
}
