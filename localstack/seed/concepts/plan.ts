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
  const templates = templatesOf(plan);
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
      creditsPerMonth: templates.reduce((sum, { type, quantity }) => sum + creditRates[type] * quantity, 0),
    })
    .execute();
  for (const offset of [-2, -1, 0]) await plantMonth(tx, tenantId, planId, offset);
  for (const [position, template] of templates.entries()) {
    const templateId = newId("deliverableTemplate");
    const { type, title, quantity, rationale } = template;
    await tx
      .insertInto("deliverableTemplates")
      .values({
        tenantId,
        id: templateId,
        deliverablePlanId: planId,
        goalId: goals[0] ?? null,
        type,
        title,
        position,
        monthlyVolume: quantity,
        platforms: type === "blog_post" ? ["blog"] : [],
        rationale,
        creditsEach: creditRates[type],
        status: "active",
      })
      .execute();
    for (const offset of [-2, -1, 0]) await plantPeriod(tx, tenantId, { planId, templateId, template, offset });
  }
  const { userId: admin } = await tx
    .selectFrom("tenantMembers")
    .select("userId")
    .where("tenantId", "=", tenantId)
    .where("side", "=", "client")
    .where("role", "=", "admin")
    .orderBy("id")
    .limit(1)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("actionItems")
    .values(
      plan.actionItems.map((item, at) => ({
        tenantId,
        id: newId("actionItem"),
        deliverablePlanId: planId,
        ...item,
        suggestedPeriod: 1,
        assigneeUserId: at === 0 && item.doer === "human" ? admin : null,
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

interface Template {
  type: "keyword_cluster" | "content_brief" | "blog_post";
  title: string;
  quantity: number;
  rationale: string;
}

// Articles with what they are written from: each waits for its brief, the briefs for the search terms.
function templatesOf({ postsPerMonth }: DemoMarketing): Template[] {
  return [
    {
      type: "keyword_cluster",
      title: "Search terms of the month",
      quantity: 1,
      rationale: "Says what people look for before anything is written.",
    },
    {
      type: "content_brief",
      title: "Brief of an article",
      quantity: postsPerMonth,
      rationale: "Fixes angle, outline and sources first.",
    },
    {
      type: "blog_post",
      title: "Article for the blog",
      quantity: postsPerMonth,
      rationale: "Answers what people ask, with figures they can check.",
    },
  ];
}

// The running month has begun: the clock leaves it to people.
async function plantMonth(tx: Tx, tenantId: string, planId: string, offset: number): Promise<void> {
  await tx
    .insertInto("planMonths")
    .values({
      tenantId,
      id: newId("planMonth"),
      deliverablePlanId: planId,
      ...month(offset),
      status: offset < 0 ? "closed" : "active",
      plannedAt: moment(offset * 30),
      plannedBy: "system:seed",
    })
    .execute();
}

async function plantPeriod(
  tx: Tx,
  tenantId: string,
  { planId, templateId, template, offset }: { planId: string; templateId: string; template: Template; offset: number },
): Promise<void> {
  const { type, quantity } = template;
  const isOver = offset < 0;
  const isText = type === "blog_post";
  const done = isOver || !isText ? quantity : 1;
  const id = newId("deliverablePeriod");
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
      target: quantity,
      done,
      published: isOver && isText ? done : 0,
      plannedAt: moment(offset * 30),
      closedAt: isOver ? moment(offset * 30 + 30) : null,
    })
    .execute();
  if (!isText) return;
  await tx
    .insertInto("deliverables")
    .values(
      Array.from({ length: quantity }, (_, index) => ({
        tenantId,
        id: newId("deliverable"),
        deliverablePeriodId: id,
        deliverableTemplateId: templateId,
        type,
        title: `Article ${index + 1} of ${startsOn.slice(0, 7)}`,
        sequence: index + 1,
        status: isOver ? "published" : index === 0 ? "approved" : "generating",
        dueOn: endsOn,
      })),
    )
    .execute();
}
