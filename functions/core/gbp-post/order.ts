import { ask } from "#core/activity/ask.ts";
import { dueAtOf, monthEnd, todayIn } from "#core/month/days.ts";
import { blackouts, settingsOf } from "#core/month/inputs.ts";
import { schedule } from "#core/month/schedule.ts";
import { atLocalTime, publishTime } from "#core/publish/slot.ts";
import type { Tx } from "#platform/db.ts";
import { activityTypes } from "#schema/activity-types.ts";

const { label, monthly } = activityTypes.gbp_post;

/** So many posts a month has where no plan says how many. */
export const postsOfMonth = monthly.min;

/**
 * Orders the posts of a month that no plan holds, spread over its working days as a plan's would be.
 * @throws plan.plan_limit; credits.insufficient_credits
 */
export async function askForMonth(tx: Tx, startsOn: string, timezone: string, now: Date): Promise<void> {
  const span = { startsOn, endsOn: monthEnd(startsOn) };
  const template = { id: "", type: "gbp_post", label, quantity: postsOfMonth, platforms: [], priority: 3 };
  const posts = schedule({
    ...{ periodStart: span.startsOn, periodEnd: span.endsOn, today: todayIn(timezone, now), actionItems: [] },
    templates: [{ ...template, credits: 0, needs: [], isPublished: true }],
    calendar: { workingDays: (await settingsOf(tx)).workingDays, blackoutDates: await blackouts(tx, span) },
    effectiveCredits: 0,
  });
  for (const { title, sequence, dueOn, publishOn } of posts)
    await ask(tx, {
      ...{ type: "gbp_post", title, input: { sequence }, priority: "normal" },
      dueAt: dueAtOf(dueOn),
      scheduledFor: publishOn ? atLocalTime(publishOn, publishTime, timezone) : null,
    });
}
