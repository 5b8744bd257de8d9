import { expect, test } from "vitest";
import { courseOf } from "#kit/visibility/course.ts";
import type { VisibilitySnapshot } from "#schema/visibility.ts";

const answer = (askedOn: string, mentioned: boolean): VisibilitySnapshot => ({
  ...{ id: "avs_1", promptId: "avp_1", prompt: "Who?", type: "local", platform: "claude", rank: null },
  ...{ sentiment: null, excerpt: null, citedSources: [], competitors: [], askedOn, mentioned },
});

test("a day's share counts its own answers, and the days come in order whatever order the answers have", () => {
  const course = courseOf([
    answer("2026-11-20", true),
    answer("2026-11-06", false),
    answer("2026-11-20", false),
    answer("2026-11-06", false),
    answer("2026-11-13", true),
  ]);
  expect(course).toEqual([
    { day: "2026-11-06", share: 0, named: 0, answers: 2 },
    { day: "2026-11-13", share: 100, named: 1, answers: 1 },
    { day: "2026-11-20", share: 50, named: 1, answers: 2 },
  ]);
});
