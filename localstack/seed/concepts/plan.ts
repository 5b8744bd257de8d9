import type { DemoGoal, DemoMarketing } from "#localstack/demo/marketing/shape.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { creditRates } from "#schema/plans.ts";
import { date, moment, month } from "./days.ts";

const approval = { status: "approved", approvedBy: "system:seed" } as const;

/** The approved strategy with its goals, the monthly plan made of it, and what the plan has brought about so far. */
export async function plantPlan(tx: Tx, tenantId: string, plan: DemoMarketing): Promise<void> {
  const context = await tx
    .selectFrom("contextFiles")
    .select("id")
    .where("tenantId", "=", tenantId)
    .where("status", "=", "approved")
    .executeTakeFirstOrThrow();
  const strategyId = newId("strategy");
  await tx
    .insertInto("strategies")
    .values({
      tenantId,
      id: strategyId,
      version: 1,
      ...approval,
      approvedAt: moment(-115),
      title: plan.strategy.title,
      summary: plan.strategy.summary,
      body: plan.strategy.body,
      sha256: sha256(plan.strategy.body),
      startsOn: date(-110),
      endsOn: date(70),
      recommendedChannels: [...plan.strategy.channels],
      contextFileId: context.id,
    })
    .execute();
  await tx
    .insertInto("strategyConfigs")
    .values({ tenantId, id: newId("strategyConfig") })
    .execute();
  const goals: string[] = [];
  for (const goal of plan.goals) goals.push(await plantGoal(tx, tenantId, strategyId, goal));
  const planId = newId("deliverablePlan");
  const creditsEach = creditRates.content_brief + creditRates.blog_post;
  await tx
    .insertInto("deliverablePlans")
    .values({
      tenantId,
      id: planId,
      strategyId,
      version: 1,
      ...approval,
      approvedAt: moment(-108),
      startsOn: month(-2).startsOn,
      summary: `${plan.postsPerMonth} articles a month`,
      creditsPerMonth: creditsEach * plan.postsPerMonth,
    })
    .execute();
  const templateId = newId("deliverableTemplate");
  await tx
    .insertInto("deliverableTemplates")
    .values({
      tenantId,
      id: templateId,
      deliverablePlanId: planId,
      goalId: goals[0] ?? null,
      type: "blog_post",
      title: "Article for the blog",
      monthlyVolume: plan.postsPerMonth,
      platforms: ["blog"],
      rationale: "Answers what people ask, with figures they can check.",
      creditsEach,
      status: "active",
    })
    .execute();
  for (const offset of [-2, -1, 0]) await plantPeriod(tx, tenantId, { planId, templateId, plan, offset });
  await tx
    .insertInto("actionItems")
    .values(
      plan.actionItems.map((item) => ({
        tenantId,
        id: newId("actionItem"),
        deliverablePlanId: planId,
        ...item,
        suggestedPeriod: 1,
        status: "approved",
        decidedBy: "system:seed",
      })),
    )
    .execute();
  await tx
    .insertInto("calendarDates")
    .values(
      plan.dates.map(({ kind, title, from, days }) => ({
        tenantId,
        id: newId("calendarDate"),
        kind,
        title,
        startsOn: date(from),
        endsOn: date(from + days - 1),
      })),
    )
    .execute();
}

async function plantGoal(tx: Tx, tenantId: string, strategyId: string, goal: DemoGoal): Promise<string> {
  const id = newId("goal");
  const { title, metric, unit, direction, measures } = goal;
  await tx
    .insertInto("goals")
    .values({
      tenantId,
      id,
      strategyId,
      title,
      metric,
      unit,
      direction,
      baselineValue: goal.baseline,
      targetValue: goal.target,
      currentValue: measures.at(-1) ?? null,
      startsOn: date(-110),
      dueOn: date(70),
      status: "active",
    })
    .execute();
  await tx
    .insertInto("goalProgress")
    .values(
      measures.map((value, index) => ({
        tenantId,
        id: newId("goalProgress"),
        goalId: id,
        kind: "value",
        measuredOn: date((index - measures.length) * 30),
        value,
        previous: measures[index - 1] ?? goal.baseline,
        source: "manual",
      })),
    )
    .execute();
  return id;
}

async function plantPeriod(
  tx: Tx,
  tenantId: string,
  { planId, templateId, plan, offset }: { planId: string; templateId: string; plan: DemoMarketing; offset: number },
): Promise<void> {
  const isOver = offset < 0;
  const id = newId("deliverablePeriod");
  const done = isOver ? plan.postsPerMonth : 1;
  const { startsOn, endsOn } = month(offset);
  await tx
    .insertInto("deliverablePeriods")
    .values({
      tenantId,
      id,
      deliverablePlanId: planId,
      deliverableTemplateId: templateId,
      startsOn,
      endsOn,
      status: isOver ? "closed" : "active",
      target: plan.postsPerMonth,
      done,
      published: isOver ? done : 0,
      plannedAt: moment(offset * 30),
      closedAt: isOver ? moment(offset * 30 + 30) : null,
    })
    .execute();
  await tx
    .insertInto("deliverables")
    .values(
      Array.from({ length: plan.postsPerMonth }, (_, index) => ({
        tenantId,
        id: newId("deliverable"),
        deliverablePeriodId: id,
        deliverableTemplateId: templateId,
        type: "blog_post",
        title: `Article ${index + 1} of ${startsOn.slice(0, 7)}`,
        sequence: index + 1,
        status: isOver ? "published" : index === 0 ? "approved" : "generating",
        dueOn: endsOn,
      })),
    )
    .execute();
}
