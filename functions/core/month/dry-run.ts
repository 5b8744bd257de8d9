import * as Credit from "#core/credit/index.ts";
import { estimate } from "#core/price/estimate.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { isAgency, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { ActivityStatus, type ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { DryRun } from "#schema/month.ts";
import { keyOf, present } from "./apply.ts";
import { monthEnd, monthStart, plusDays, todayIn } from "./days.ts";
import { fund } from "./fund.ts";
import { type Inputs, inputsFor } from "./inputs.ts";
import { type PlannedActivity, schedule } from "./schedule.ts";

const weekDays = 7;
const begunStatuses = ActivityStatus.exclude(["pending", "cancelled"]).options;

/** What a month of a plan would bring, by rule: nothing is written. Without a month, the running one. */
export async function dryRun(planId: string, month: string): Promise<Omit<DryRun, "isInReview">> {
  require("plan.read", "see what a month would bring");
  return transaction(async (tx) => {
    const startsOn = monthStart(`${month}-01`);
    const inputs = await inputsFor(tx, { deliverablePlanId: planId, startsOn, endsOn: monthEnd(startsOn) });
    const activities = await withPictures(tx, schedule(inputs));
    const begun = await begunIn(tx, planId, startsOn);
    const { needed, waiting } = fund(activities, inputs.effectiveCredits, (planned) => begun.has(keyOf(planned)));
    return {
      startsOn,
      endsOn: inputs.periodEnd,
      activities: activities.map((planned) => shown(planned, !waiting.includes(planned))),
      credits: { needed, available: inputs.effectiveCredits, used: inputs.usedCredits, waiting: waiting.length },
      money: isAgency() ? await moneyFor(tx, activities) : null,
      approvals: approvalsOf(activities),
      collisions: collisionsOf(activities, inputs, await goingOut(tx, planId, inputs)),
      skipped: await named(tx, inputs),
    };
  });
}

function shown(planned: PlannedActivity, funded: boolean): DryRun["activities"][number] {
  const { tempId, type, title, dueOn, publishOn = null, creditEstimate: credits, dependsOn } = planned;
  return { tempId, type: type as ActivityType, title, dueOn, publishOn, credits, funded, dependsOn };
}

// What was planned before and has begun is paid: planning again leaves it as it is.
async function begunIn(tx: Tx, planId: string, startsOn: string): Promise<ReadonlyMap<string, string>> {
  const month = await tx
    .selectFrom("planMonths")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", planId)
    .where("startsOn", "=", startsOn)
    .executeTakeFirst();
  return month ? present(tx, month.id, begunStatuses) : new Map();
}

/** What the agency and the client would have to decide, by the week (its Monday) in which drafts are due. */
function approvalsOf(activities: readonly PlannedActivity[]): DryRun["approvals"] {
  const counts = new Map<string, DryRun["approvals"][number]>();
  for (const { type, dueOn } of activities) {
    const { gates, leavesWith = [] } = activityTypes[type as ActivityType];
    for (const stage of ["dm", "client"] as const) {
      if (!gates.includes(stage) && !leavesWith.includes(stage)) continue;
      const week = mondayOf(dueOn);
      const known = counts.get(`${week}/${stage}`) ?? { stage, week, count: 0 };
      counts.set(`${week}/${stage}`, { ...known, count: known.count + 1 });
    }
  }
  return [...counts.values()].toSorted((a, b) => (a.week < b.week ? -1 : 1));
}

function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + weekDays - 1) % weekDays;
  return plusDays(day, -weekday);
}

interface GoingOut {
  on: string;
  where: string;
}

/** Where a text is read: two on one day get in each other's way there alone. */
const whereOf = (platform: string | null | undefined, type: string): string =>
  (platform ?? activityTypes[type as ActivityType].label).replaceAll("_", " ");

// What goes out in the time already, planned elsewhere than in the month itself.
async function goingOut(
  tx: Tx,
  planId: string,
  { periodStart, periodEnd, timezone: zone }: Inputs,
): Promise<GoingOut[]> {
  const rows = await tx
    .selectFrom("activities as a")
    .leftJoin("planMonths as m", (join) =>
      join.onRef("m.tenantId", "=", "a.tenantId").onRef("m.id", "=", "a.planMonthId"),
    )
    .select(["a.type", "a.platform", "a.scheduledFor"])
    .where("a.tenantId", "=", tenant())
    .where("a.status", "!=", "cancelled")
    .where("a.deletedAt", "is", null)
    .where("a.scheduledFor", ">=", atLocalTime(periodStart, "00:00", zone))
    .where("a.scheduledFor", "<", atLocalTime(plusDays(periodEnd, 1), "00:00", zone))
    .where((eb) =>
      eb.or([
        eb("a.planMonthId", "is", null),
        eb("m.deliverablePlanId", "!=", planId),
        eb("m.startsOn", "!=", periodStart),
      ]),
    )
    .execute();
  return rows.flatMap(({ type, platform, scheduledFor }) =>
    scheduledFor ? [{ on: todayIn(zone, scheduledFor), where: whereOf(platform, type) }] : [],
  );
}

// Two texts at one place on one day, and days that are lost to blackouts: what a person may want to move.
function collisionsOf(
  activities: readonly PlannedActivity[],
  { calendar }: Inputs,
  others: readonly GoingOut[],
): DryRun["collisions"] {
  const planned = activities.flatMap(({ type, platform, publishOn: on }) =>
    on === undefined ? [] : [{ on, where: whereOf(platform, type) }],
  );
  const places = Map.groupBy([...planned, ...others], ({ on, where }) => `${on}/${where}`);
  const crowded = [...places.values()].flatMap((rows) => {
    const [{ on, where } = { on: "", where: "" }] = rows;
    return rows.length > 1 ? [{ on, what: `${rows.length} texts for ${where} go out on one day` }] : [];
  });
  return [...crowded, ...calendar.blackoutDates.map((on) => ({ on, what: "nothing goes out on this day" }))].toSorted(
    (a, b) => (a.on < b.on ? -1 : 1),
  );
}

// A social post has one picture as a rule, which is paid when it is made.
async function withPictures(tx: Tx, activities: readonly PlannedActivity[]): Promise<PlannedActivity[]> {
  const each = (await Credit.rate(tx, "ai_image_generation")) / 100;
  return activities.map((planned) =>
    planned.type === "social_post" ? { ...planned, creditEstimate: planned.creditEstimate + each } : planned,
  );
}

async function named(tx: Tx, { skipped }: Inputs): Promise<DryRun["skipped"]> {
  if (skipped.length === 0) return [];
  const rows = await tx
    .selectFrom("deliverableTemplates")
    .select(["id", "type"])
    .where("tenantId", "=", tenant())
    .where(
      "id",
      "in",
      skipped.map(({ templateId }) => templateId),
    )
    .execute();
  const types = new Map(rows.map(({ id, type }) => [id, type]));
  return skipped.map(({ templateId, reason }) => ({ type: types.get(templateId) ?? "", reason }));
}

// The writer's run, the critic's where a draft is judged, and the picture of a social post.
async function moneyFor(tx: Tx, activities: readonly PlannedActivity[]): Promise<DryRun["money"]> {
  const agents = activities.flatMap(({ type }) => {
    const { agent, isPublished } = activityTypes[type as ActivityType];
    if (agent === "human") return [];
    return isPublished ? [agent, "content-critic" as const] : [agent];
  });
  return estimate(tx, agents, activities.filter(({ type }) => type === "social_post").length);
}
