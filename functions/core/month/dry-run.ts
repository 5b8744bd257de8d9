import { estimate } from "#core/price/estimate.ts";
import { isAgency, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { ActivityStatus, type ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { DryRun } from "#schema/month.ts";
import { keyOf, present } from "./apply.ts";
import { monthEnd, monthStart, plusDays } from "./days.ts";
import { fund } from "./fund.ts";
import { type Inputs, inputsFor } from "./inputs.ts";
import { type PlannedActivity, schedule } from "./schedule.ts";

const weekDays = 7;
const begunStatuses = ActivityStatus.exclude(["pending", "cancelled"]).options;

/** What a month of a plan would bring, by rule: nothing is written. Without a month, the running one. */
export async function dryRun(planId: string, month: string): Promise<DryRun> {
  require("plan.read", "see what a month would bring");
  return transaction(async (tx) => {
    const startsOn = monthStart(`${month}-01`);
    const inputs = await inputsFor(tx, { deliverablePlanId: planId, startsOn, endsOn: monthEnd(startsOn) });
    const activities = schedule(inputs);
    const begun = await begunIn(tx, planId, startsOn);
    const { needed, waiting } = fund(activities, inputs.effectiveCredits, (planned) => begun.has(keyOf(planned)));
    return {
      startsOn,
      endsOn: inputs.periodEnd,
      activities: activities.map((planned) => shown(planned, !waiting.includes(planned))),
      credits: { needed, available: inputs.effectiveCredits, used: inputs.usedCredits, waiting: waiting.length },
      money: isAgency() ? await moneyFor(tx, activities) : null,
      approvals: approvalsOf(activities),
      collisions: collisionsOf(activities, inputs),
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
    const { gates } = activityTypes[type as ActivityType];
    for (const stage of ["dm", "client"] as const) {
      if (!gates.includes(stage)) continue;
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

// Two texts on one day, and days that are lost to blackouts: what a person may want to move.
function collisionsOf(activities: readonly PlannedActivity[], { calendar }: Inputs): DryRun["collisions"] {
  const perDay = Map.groupBy(
    activities.filter(({ publishOn }) => publishOn !== undefined),
    ({ publishOn }) => publishOn ?? "",
  );
  const crowded = [...perDay].flatMap(([on, rows]) =>
    rows.length > 1 ? [{ on, what: `${rows.length} texts go out on one day` }] : [],
  );
  return [...crowded, ...calendar.blackoutDates.map((on) => ({ on, what: "nothing goes out on this day" }))].toSorted(
    (a, b) => (a.on < b.on ? -1 : 1),
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

async function moneyFor(tx: Tx, activities: readonly PlannedActivity[]): Promise<DryRun["money"]> {
  const agents = activities.flatMap(({ type }) => {
    const { agent } = activityTypes[type as ActivityType];
    return agent === "human" ? [] : [agent];
  });
  return estimate(tx, agents);
}
