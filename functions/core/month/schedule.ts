import type { TaskRole } from "#schema/activity.ts";
import { type Calendar, isWorkday, plusDays, workdaysBefore, workdaysBetween } from "./days.ts";

interface Doer {
  assigneeRole: TaskRole | null;
  assigneeUserId: string | null;
}

/** What a month is planned from. Days are YYYY-MM-DD, credits whole or quarter credits. */
export interface MonthInput {
  periodStart: string;
  periodEnd: string;
  /** Nothing is due before it. */
  today: string;
  templates: readonly {
    id: string;
    type: string;
    label: string;
    /** The month's quantity, what was carried over included. */
    quantity: number;
    platforms: readonly string[];
    priority: number;
    credits: number;
    /** Types of which one is enough. */
    needs: readonly string[];
    /** Each piece has a day of its own, before which nobody begins it. */
    isSpread?: boolean | undefined;
    /** Goes out to readers: needs days for its reviews. */
    isPublished: boolean;
    /** Of a task of people: what there is to do, and who does it. */
    task?: ({ notes: string } & Doer) | undefined;
  }[];
  actionItems: readonly {
    id: string;
    title: string;
    description: string;
    type: string;
    credits: number;
    /** Of a task of people: who does it. */
    task?: Doer | undefined;
  }[];
  calendar: Calendar;
  effectiveCredits: number;
}

/** One piece of work of a month. */
export interface PlannedActivity {
  tempId: string;
  type: string;
  title: string;
  description: string;
  templateId?: string;
  actionItemId?: string;
  platform?: string;
  /** Place among those of its template, from 1. */
  sequence: number;
  dueOn: string;
  publishOn?: string;
  /** Where a person put it. */
  movedTo?: string;
  /** Who does a task of people, and which of the plan it is; its words are not for a planner to change. */
  task?: { templateId: string | null; assigneeRole: TaskRole | null; assigneeUserId: string | null };
  /** Not begun before the day it is due. */
  onItsDay?: boolean;
  dependsOn: string[];
  priority: number;
  creditEstimate: number;
}

/** Draft, critic, the agency's day, the client's two days, and a day to spare. */
export const reviewDays = 5;
/** What is left to people for a task that is to be done once. */
const taskDays = 5;

/**
 * The built-in planner: action items first, then what others need, then the texts; publish dates spread evenly over the
 * working days that are left, drafts due five working days before, never in the past.
 */
export function schedule(input: MonthInput): PlannedActivity[] {
  const from = startOf(input);
  const days = workdaysBetween(from, input.periodEnd, input.calendar);
  const first = days[0] ?? input.periodEnd;
  const items = input.actionItems.map(
    (item, index): PlannedActivity => ({
      tempId: `item-${index + 1}`,
      type: item.type,
      title: item.title,
      description: item.description,
      actionItemId: item.id,
      sequence: index + 1,
      dueOn: days[Math.min(item.task ? taskDays : index, days.length - 1)] ?? first,
      dependsOn: [],
      priority: 1,
      creditEstimate: item.credits,
      ...(item.task ? { task: { ...item.task, templateId: null } } : {}),
    }),
  );
  const ordered = inOrder(input.templates);
  const planned = ordered.flatMap((template) => {
    const dates = template.isPublished ? spread(days, template.quantity) : [];
    const own = template.isSpread ? evenly(days, template.quantity) : [];
    const { task } = template;
    return Array.from({ length: template.quantity }, (_, index): PlannedActivity => {
      const publishOn = dates[index];
      const dueOn = publishOn ? dueFor(publishOn, from, input.calendar) : (own[index] ?? first);
      const platform = template.platforms[index % Math.max(1, template.platforms.length)];
      return {
        tempId: `${task ? template.id : template.type}-${index + 1}`,
        type: template.type,
        title: template.quantity > 1 ? `${template.label} ${index + 1} of ${template.quantity}` : template.label,
        description: task?.notes ?? "",
        ...(task ? { task: taskOf(template.id, task) } : {}),
        ...(template.isSpread ? { onItsDay: true } : {}),
        templateId: template.id,
        ...(platform ? { platform } : {}),
        sequence: index + 1,
        dueOn,
        ...(publishOn ? { publishOn } : {}),
        dependsOn: [],
        priority: template.priority,
        creditEstimate: template.credits,
      };
    });
  });
  return [...items, ...linked(planned, input)];
}

/** The templates of whose needs one is a template too: work without what it is made from would only fail. */
export function withWhatTheyNeed<T extends { type: string; needs: readonly string[] }>(templates: readonly T[]): T[] {
  const types = new Set(templates.map(({ type }) => type));
  const kept = templates.filter(({ needs }) => needs.length === 0 || needs.some((type) => types.has(type)));
  return kept.length === templates.length ? kept : withWhatTheyNeed(kept);
}

/** The first day on which anything can be due. */
function startOf({ today, periodStart }: MonthInput): string {
  return [today, periodStart].toSorted().at(-1) ?? periodStart;
}

/** Types that others need come before those. */
function inOrder(templates: MonthInput["templates"]): MonthInput["templates"][number][] {
  const placed: MonthInput["templates"][number][] = [];
  const waiting = [...templates].toSorted(
    (a, b) => Number(a.isPublished) - Number(b.isPublished) || a.priority - b.priority,
  );
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ needs }) => !needs.some((type) => waiting.some((other) => other.type === type)));
    placed.push(...waiting.splice(Math.max(0, at), 1));
  }
  return placed;
}

// The nth text needs the nth of the first of its needs that is planned, else the only one there is of that.
function linked(planned: readonly PlannedActivity[], { templates }: MonthInput): PlannedActivity[] {
  const needs = new Map(templates.map((template) => [template.type, template.needs]));
  return planned.map((activity) => {
    const [candidates = []] = (needs.get(activity.type) ?? [])
      .map((type) => planned.filter((other) => other.type === type))
      .filter(({ length }) => length > 0);
    const source = candidates[Math.min(activity.sequence, candidates.length) - 1];
    return { ...activity, dependsOn: source ? [source.tempId] : [] };
  });
}

/** So many of the days, evenly spread, the last ones first when there are fewer days than pieces. */
function spread(days: readonly string[], count: number): string[] {
  const room = days.slice(Math.min(reviewDays, Math.max(0, days.length - 1)));
  const open = room.length > 0 ? room : days;
  return evenly(open, count);
}

/** So many of the days, evenly spread. */
export function evenly(days: readonly string[], count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => days[Math.floor(((index + 0.5) * days.length) / count)] ?? days.at(-1) ?? "",
  ).filter((day) => day !== "");
}

function taskOf(
  templateId: string,
  { assigneeRole, assigneeUserId }: NonNullable<MonthInput["templates"][number]["task"]>,
) {
  return { templateId, assigneeRole, assigneeUserId };
}

/** When the draft of what goes out on a day is due: early enough for its reviews, but never before `from`. */
export function dueFor(publishOn: string, from: string, calendar: Calendar): string {
  const due = workdaysBefore(publishOn, reviewDays, calendar);
  if (due >= from) return due;
  return isWorkday(from, calendar) ? from : (workdaysBetween(from, publishOn, calendar)[0] ?? from);
}

/** What somebody else proposes for a month: rows of the same types with other words and dates. */
export interface Proposal {
  tempId: string;
  type: string;
  title: string;
  description?: string | undefined;
  dueOn: string;
  publishOn?: string | undefined;
}

/**
 * Takes over what a proposal may decide: titles, descriptions, and dates that keep the rules. Whatever breaks one is replaced
 * by the built-in plan, row by row, so that a valid plan always results. @returns the plan and what was replaced
 */
export function enforce(
  proposal: readonly Proposal[],
  input: MonthInput,
): { activities: PlannedActivity[]; replaced: string[] } {
  const replaced: string[] = [];
  const left = [...proposal];
  const take = ({ type, tempId, task }: PlannedActivity) => {
    const at = left.findIndex((row) => row.type === type && (!task || row.tempId === tempId));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const activities = schedule(input).map((own) => {
    const wanted = take(own);
    if (!wanted || own.actionItemId) return own;
    const dates = datesOf(wanted, own, input);
    if (!dates) replaced.push(`${own.tempId}: ${wanted.dueOn} cannot be kept`);
    const words = own.task ? {} : { title: wanted.title, description: wanted.description ?? "" };
    return { ...own, ...words, ...(dates ?? {}) };
  });
  return {
    activities,
    replaced: [...replaced, ...left.map(({ tempId, type }) => `${tempId}: no ${type} was promised`)],
  };
}

function datesOf(
  wanted: Proposal,
  own: PlannedActivity,
  input: MonthInput,
): { dueOn: string; publishOn?: string } | null {
  const from = startOf(input);
  const within = (day: string) => day >= from && day <= input.periodEnd && isWorkday(day, input.calendar);
  if (!own.publishOn) return within(wanted.dueOn) ? { dueOn: wanted.dueOn } : null;
  const { publishOn } = wanted;
  if (!publishOn || !within(publishOn) || wanted.dueOn < from || plusDays(wanted.dueOn, 1) > publishOn) return null;
  return { dueOn: dueFor(publishOn, from, input.calendar), publishOn };
}
