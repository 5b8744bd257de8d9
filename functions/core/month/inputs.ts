import * as ActionItem from "#core/action-item/index.ts";
import { hasAds } from "#core/ads-analysis/index.ts";
import { placeOfReviews } from "#core/campaign/review-place.ts";
import * as Credit from "#core/credit/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type ActivityType, TaskRole } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { isBeside } from "./beside.ts";
import { monthStart, monthsFrom, plusDays, todayIn } from "./days.ts";
import { type MonthInput, withWhatTheyNeed } from "./schedule.ts";

export interface Inputs extends MonthInput {
  planId: string;
  timezone: string;
  /** The quantities, with what of each was left over by the month before. */
  templates: readonly (MonthInput["templates"][number] & { carried: number })[];
  skipped: { templateId: string; reason: "plan" | "needs" }[];
  /** Credits of the period that were used or are held. */
  usedCredits: number;
}

/** Everything a month is planned from: quantities with what was carried over, one-time tasks, dates, credits. */
export async function inputsFor(
  tx: Tx,
  month: { deliverablePlanId: string; startsOn: string; endsOn: string },
): Promise<Inputs> {
  const owner = await tx
    .selectFrom("tenants")
    .select(["timezone", "plan"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const { workingDays, carryOver } = await settingsOf(tx);
  const { templates, skipped } = await templatesFor(tx, month, {
    plan: owner.plan as Plan,
    carries: carryOver,
  });
  return {
    planId: month.deliverablePlanId,
    periodStart: month.startsOn,
    periodEnd: month.endsOn,
    today: todayIn(owner.timezone, new Date()),
    timezone: owner.timezone,
    templates,
    skipped,
    actionItems: await itemsFor(tx, month),
    calendar: { workingDays, blackoutDates: await blackouts(tx, month) },
    ...(await creditsFor(month)),
  };
}

// A month that begins after the next allocation is paid from that; what is free today lapses before it.
async function creditsFor({ startsOn }: { startsOn: string }) {
  const { effective, monthly, reserved, consumed, nextResetAt } = await Credit.balance();
  if (startsOn >= nextResetAt.slice(0, 10)) return { effectiveCredits: monthly, usedCredits: 0 };
  return { effectiveCredits: effective, usedCredits: reserved + consumed };
}

async function templatesFor(
  tx: Tx,
  month: { deliverablePlanId: string; startsOn: string },
  { plan, carries }: { plan: Plan; carries: boolean },
) {
  const rows = await tx
    .selectFrom("deliverableTemplates as t")
    .leftJoin("deliverablePeriods as p", (join) =>
      join
        .onRef("p.tenantId", "=", "t.tenantId")
        .onRef("p.deliverableTemplateId", "=", "t.id")
        .on("p.startsOn", "=", monthStart(month.startsOn, -1)),
    )
    .select(["t.id", "t.type", "t.monthlyVolume", "t.platforms", "t.creditsEach", "t.position", "p.shortfall"])
    .select(["t.title", "t.notes", "t.assigneeRole", "t.assigneeUserId"])
    .where("t.tenantId", "=", tenant())
    .where("t.deliverablePlanId", "=", month.deliverablePlanId)
    .where("t.status", "in", ["draft", "active"])
    .orderBy("t.position")
    .execute();
  const skipped: Inputs["skipped"] = [];
  const missing = await missingFor(tx);
  const held = rows.flatMap((row) => {
    const terms = activityTypes[row.type as ActivityType];
    const reason = !reaches(plan, terms.minPlan) ? "plan" : missing.has(row.type) ? "needs" : null;
    if (reason) {
      skipped.push({ templateId: row.id, reason });
      return [];
    }
    const carried = carries ? Math.min(row.shortfall ?? 0, Math.floor(row.monthlyVolume / 2)) : 0;
    return [
      {
        id: row.id,
        type: row.type,
        label: terms.agent === "human" ? row.title : terms.label,
        quantity: Math.min(row.monthlyVolume + carried, terms.monthly.max),
        carried,
        platforms: row.platforms,
        priority: Math.min(3, row.position + 1),
        credits: row.creditsEach / 100,
        needs: [...terms.dependsOn],
        isPublished: terms.isPublished,
        isSpread: terms.isSpread ?? false,
        ...(terms.agent === "human" ? { task: taskOf(row) } : {}),
      },
    ];
  });
  const templates = withWhatTheyNeed(held);
  for (const { id } of held)
    if (!templates.some((kept) => kept.id === id)) skipped.push({ templateId: id, reason: "needs" });
  return { templates, skipped };
}

function taskOf({
  notes,
  assigneeRole,
  assigneeUserId,
}: {
  notes: string | null;
  assigneeRole: string | null;
  assigneeUserId: string | null;
}) {
  return { notes: notes ?? "", assigneeRole: TaskRole.safeParse(assigneeRole).data ?? null, assigneeUserId };
}

// Types whose work could only fail: nothing is published yet that could be audited, no page of the site was read, or the account is not connected that they are about.
async function missingFor(tx: Tx): Promise<ReadonlySet<string>> {
  const post = await tx
    .selectFrom("blogPosts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "=", "published")
    .where("deletedAt", "is", null)
    .limit(1)
    .executeTakeFirst();
  const page = await tx
    .selectFrom("webPages")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("removedAt", "is", null)
    .limit(1)
    .executeTakeFirst();
  const [ads, reviews] = [await hasAds(tx), (await placeOfReviews(tx)) !== undefined];
  const has = { content_audit: post, site_audit: page, ads_analysis: ads, review_campaign: reviews };
  return new Set(Object.entries(has).flatMap(([type, found]) => (found ? [] : [type])));
}

// One-time tasks that fall into the month or were due before.
async function itemsFor(
  tx: Tx,
  month: { deliverablePlanId: string; startsOn: string },
): Promise<Inputs["actionItems"]> {
  const first = await tx
    .selectFrom("planMonths")
    .select((eb) => eb.fn.min("startsOn").as("startsOn"))
    .where("tenantId", "=", tenant())
    .where("deliverablePlanId", "=", month.deliverablePlanId)
    .executeTakeFirst();
  const period = monthsFrom(first?.startsOn ?? month.startsOn, month.startsOn) + 1;
  const all = await ActionItem.ofPlan(tx, month.deliverablePlanId, ["approved", "scheduled"]);
  const begun = await begunOf(
    tx,
    all.flatMap(({ activityId }) => activityId ?? []),
  );
  const rows = all.filter(
    ({ suggestedPeriod, activityId }) => suggestedPeriod <= period && !begun.has(activityId ?? ""),
  );
  const items: Inputs["actionItems"][number][] = [];
  for (const { id, title, description, doer, assigneeUserId } of rows) {
    if (doer === "human") {
      const task = { assigneeRole: null, assigneeUserId };
      items.push({ id, title, description, type: "manual_task", credits: 0, task });
      continue;
    }
    // A task stands alone: what is made from other work is planned with it, by the month.
    const found = Object.entries(activityTypes).find(([, t]) => t.agent === doer && t.dependsOn.length === 0);
    if (!found) continue;
    const [type, { creditRateKey }] = found;
    const credits = creditRateKey ? (await Credit.rate(tx, creditRateKey)) / 100 : 0;
    items.push({ id, title, description, type, credits });
  }
  return items;
}

async function begunOf(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom("activities")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "in", ids)
    .where("status", "!=", "cancelled")
    .where((eb) => eb.or([eb("status", "!=", "pending"), isBeside]))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** How the tenant at work plans: what it has not set is as usual. */
export async function settingsOf(tx: Tx): Promise<{ workingDays: string[]; carryOver: boolean }> {
  const settings = await tx
    .selectFrom("tenantSettings")
    .select(["workingDays", "carryOver"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return settings ?? { workingDays: ["mon", "tue", "wed", "thu", "fri"], carryOver: true };
}

/** The days of a time on which nothing is due or goes out. */
export async function blackouts(tx: Tx, month: { startsOn: string; endsOn: string }): Promise<string[]> {
  const rows = await tx
    .selectFrom("calendarDates")
    .select(["startsOn", "endsOn"])
    .where("tenantId", "=", tenant())
    .where("kind", "in", ["blackout", "holiday"])
    .where("startsOn", "<=", month.endsOn)
    .where("endsOn", ">=", month.startsOn)
    .execute();
  const days = new Set<string>();
  for (const { startsOn, endsOn } of rows)
    for (let day = startsOn; day <= endsOn && days.size < 62; day = plusDays(day, 1))
      if (day >= month.startsOn && day <= month.endsOn) days.add(day);
  return [...days].sort();
}
