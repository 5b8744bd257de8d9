import fc from "fast-check";
import { expect, test } from "vitest";
import { isWorkday, monthEnd, plusDays, workdaysBetween } from "#core/month/days.ts";
import { enforce, type MonthInput, schedule, withWhatTheyNeed } from "#core/month/schedule.ts";

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const day = (from: string, to: number) => fc.integer({ min: 0, max: to }).map((days) => plusDays(from, days));

const laterOf = (...days: string[]) => days.toSorted().at(-1) ?? "";

const chain = [
  { type: "keyword_cluster", needs: [], isPublished: false },
  { type: "content_brief", needs: ["keyword_cluster"], isPublished: false },
  { type: "blog_post", needs: ["content_brief"], isPublished: true },
  { type: "gbp_post", needs: [], isPublished: true },
];

const months: fc.Arbitrary<MonthInput> = fc
  .record({
    start: fc.constantFrom("2026-02-01", "2026-06-01", "2026-12-01"),
    workingDays: fc.subarray(week, { minLength: 1 }),
    quantities: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }),
    today: fc.integer({ min: -40, max: 27 }),
    blackouts: fc.array(fc.integer({ min: 0, max: 27 }), { maxLength: 6 }),
    credits: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ start, workingDays, quantities, today, blackouts, credits }) => ({
    periodStart: start,
    periodEnd: monthEnd(start),
    today: plusDays(start, today),
    templates: chain.map((terms, index) => ({
      ...{ id: `dtp_${index}`, label: terms.type, quantity: quantities[index] ?? 1, platforms: [], priority: 1 },
      ...{ credits: 1, ...terms },
    })),
    actionItems: [],
    calendar: { workingDays, blackoutDates: blackouts.map((days) => plusDays(start, days)) },
    effectiveCredits: credits,
  }))
  .filter(({ periodStart, periodEnd, today, calendar }) => {
    const from = laterOf(today, periodStart);
    return workdaysBetween(from, periodEnd, calendar).length > 0;
  });

function problems(input: MonthInput, activities: ReturnType<typeof schedule>): string[] {
  const from = laterOf(input.today, input.periodStart);
  const ids = new Set(activities.map(({ tempId }) => tempId));
  return activities.flatMap(({ tempId, dueOn, publishOn, dependsOn }) => [
    ...(dueOn < from || dueOn > input.periodEnd ? [`${tempId} is due on ${dueOn}`] : []),
    ...(publishOn && (publishOn < dueOn || publishOn > input.periodEnd) ? [`${tempId} goes out on ${publishOn}`] : []),
    ...(publishOn && !isWorkday(publishOn, input.calendar) ? [`${tempId} goes out on a free day`] : []),
    ...dependsOn.flatMap((other) => (ids.has(other) ? [] : [`${tempId} waits for ${other}, which is not there`])),
  ]);
}

test.each([
  [["blog_post"], []],
  [["content_brief", "blog_post", "gbp_post"], ["gbp_post"]],
  [chain.map(({ type }) => type), chain.map(({ type }) => type)],
])("of %j a month holds %j: nothing is planned without what it is made from", (types, kept) => {
  const held = withWhatTheyNeed(chain.filter(({ type }) => types.includes(type)));
  expect(held.map(({ type }) => type)).toEqual(kept);
});

test.each([
  [["topic_research"], "topic_research-1"],
  [["content_brief"], "content_brief-1"],
  [["topic_research", "content_brief"], "topic_research-1"],
])("notes wait for a list of topics or for a brief: with %j they wait for %s", (sources, waitsFor) => {
  const notes = { type: "research_notes", needs: ["topic_research", "content_brief"], isPublished: false };
  const types = [...sources.map((type) => ({ type, needs: [], isPublished: false })), notes];
  expect(withWhatTheyNeed(types)).toEqual(types);
  expect(withWhatTheyNeed([notes])).toEqual([]);
  const planned = schedule({
    ...{ periodStart: "2026-06-01", periodEnd: "2026-06-30", today: "2026-06-01", actionItems: [] },
    ...{ calendar: { workingDays: week, blackoutDates: [] }, effectiveCredits: 9 },
    templates: types.map((terms, index) => ({
      ...{ id: `dtp_${index}`, label: terms.type, quantity: 1, platforms: [], priority: 1, credits: 1, ...terms },
    })),
  });
  expect(planned.find(({ type }) => type === "research_notes")?.dependsOn).toEqual([waitsFor]);
});

test("a month planned by rule keeps its dates, its quantities and its order", () => {
  fc.assert(
    fc.property(months, (input) => {
      const activities = schedule(input);
      expect(problems(input, activities)).toEqual([]);
      for (const { type, quantity } of input.templates)
        expect(activities.filter((activity) => activity.type === type)).toHaveLength(quantity);
      for (const [at, { dependsOn }] of activities.entries())
        for (const other of dependsOn) expect(activities.findIndex(({ tempId }) => tempId === other)).toBeLessThan(at);
      expect(
        activities.filter(({ type }) => type === "blog_post").every(({ dependsOn }) => dependsOn.length === 1),
      ).toBe(true);
    }),
  );
});

test("whatever is proposed, the plan that results is valid, and what may be proposed is taken over", () => {
  const proposal = fc.record({
    tempId: fc.string({ maxLength: 10 }),
    type: fc.constantFrom(...chain.map(({ type }) => type), "social_post"),
    title: fc.string({ minLength: 5, maxLength: 40 }),
    dueOn: day("2026-01-01", 400),
    publishOn: fc.option(day("2026-01-01", 400), { nil: undefined }),
  });
  fc.assert(
    fc.property(months, fc.array(proposal, { maxLength: 12 }), (input, rows) => {
      const { activities } = enforce(rows, input);
      expect(problems(input, activities)).toEqual([]);
      const titles = activities.map(({ title }) => title);
      const own = schedule(input);
      for (const { type } of chain) {
        const wanted = rows.filter((row) => row.type === type).slice(0, own.filter((row) => row.type === type).length);
        for (const { title } of wanted) expect(titles).toContain(title);
      }
    }),
  );
});
