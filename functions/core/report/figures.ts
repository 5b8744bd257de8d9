import { changeOf, rounded } from "#core/metric/figures.ts";
import { before, compared, dayAfter, measuredChannels, type Span } from "#core/metric/read.ts";
import { answersSince } from "#core/visibility/read.ts";
import { scoreOf } from "#core/visibility/score.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { Figure, MeasuredType } from "#schema/metric.ts";
import type { MeasuredChapter, ReportFigure, ReportFigures, ReportGoal } from "#schema/report.ts";
import { leadsOf } from "./leads.ts";
import { workOf } from "./work.ts";

const goalsMax = 50;
const figuresMax = 120;

/** In which chapter the numbers of a kind of channel stand. */
const chapterOf: Record<MeasuredType, MeasuredChapter> = {
  google_analytics: "seo",
  google_search_console: "seo",
  facebook: "social",
  instagram: "social",
  linkedin: "social",
  google_business_profile: "gbp",
  google_ads: "paid",
  meta_ads: "paid",
};

/**
 * Everything that was counted in a time, beside the time of the same length before: the numbers of the channels, what was made and
 * published, what it cost in credits, and where the goals stand.
 */
export async function gather(tx: Tx, span: Span): Promise<ReportFigures> {
  const channels: { type: MeasuredType; name: string; figures: Figure[] }[] = [];
  for (const channel of await measuredChannels(tx))
    channels.push({ ...channel, figures: await compared(tx, channel, span) });
  const work = await workOf(tx, span, before(span));
  const leads = await leadsOf(tx, span, before(span));
  const measured = (key: MeasuredChapter): ReportFigure[] =>
    channels
      .filter(({ type }) => chapterOf[type] === key)
      .flatMap(({ name, figures }) =>
        figures.flatMap(({ name: figure, ...rest }) =>
          rest.current === null && rest.previous === null
            ? []
            : [{ name: figure.replaceAll("_", " "), source: name.slice(0, 120), ...rest }],
        ),
      )
      .slice(0, figuresMax);
  const seen = await visibilityOf(tx, span);
  const chapter = (key: MeasuredChapter) => {
    const figures = [...measured(key), ...(key === "seo" ? seen : [])];
    return { key, connected: figures.length > 0, figures, items: [] as string[] };
  };
  return {
    ...span,
    chapters: [
      ...(["seo", "social", "gbp", "paid"] as const).map(chapter),
      { key: "email", connected: work.email.length > 0, figures: work.email, items: [] },
      { key: "leads", connected: leads !== null, figures: leads ?? [], items: [] },
      { key: "deliverables", connected: true, figures: work.figures, items: work.items },
    ],
    goals: await goalsOf(tx, span),
  };
}

// How often assistants name the client, where they were asked.
async function visibilityOf(tx: Tx, span: Span): Promise<ReportFigure[]> {
  const earlier = before(span);
  const answers = await answersSince(tx, dayAfter(earlier.from, -1));
  const within = ({ from, to }: Span) => scoreOf(answers.filter(({ askedOn }) => askedOn >= from && askedOn <= to));
  const [current, previous] = [within(span), within(earlier)];
  if (current === null) return [];
  const changePct = changeOf(current, previous);
  return [{ name: "AI visibility score", source: "AI assistants", unit: "points", current, previous, changePct }];
}

async function goalsOf(tx: Tx, { from, to }: Span): Promise<ReportGoal[]> {
  const rows = await tx
    .selectFrom("goals")
    .select(["title", "unit", "baselineValue", "targetValue", "currentValue", "dueOn", "status"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where("status", "in", ["active", "achieved", "missed"])
    .where("startsOn", "<=", to)
    .where("dueOn", ">=", from)
    .orderBy("id")
    .limit(goalsMax)
    .execute();
  return rows.map(({ title, unit, dueOn, status, ...row }) => {
    const number = (value: unknown) => (value === null ? null : Number(value));
    const [baseline, current] = [number(row.baselineValue), number(row.currentValue)];
    const target = Number(row.targetValue);
    const way = target - (baseline ?? 0);
    const progress = current === null || way === 0 ? null : rounded(((current - (baseline ?? 0)) / way) * 100);
    return { title, unit, baseline, target, current, progressPct: progress, dueOn, status };
  });
}
