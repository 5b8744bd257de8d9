import type { VisibilitySnapshot } from "#schema/visibility.ts";

export interface CoursePoint {
  day: string;
  /** Share of the day's answers that name the client, 0 to 100. */
  share: number;
  named: number;
  answers: number;
}

/** The share of answers that name the client, by the day on which they were given, the oldest first. */
export function courseOf(answers: readonly VisibilitySnapshot[]): CoursePoint[] {
  const days = Map.groupBy(answers, ({ askedOn }) => askedOn);
  return [...days]
    .map(([day, given]) => {
      const named = given.filter(({ mentioned }) => mentioned).length;
      return { day, share: (named / given.length) * 100, named, answers: given.length };
    })
    .toSorted((a, b) => a.day.localeCompare(b.day));
}
