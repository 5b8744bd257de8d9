import fc from "fast-check";
import { expect, test } from "vitest";
import { fund, shortage } from "#core/month/fund.ts";
import type { PlannedActivity } from "#core/month/schedule.ts";

const piece = (tempId: string, creditEstimate: number, dependsOn: string[] = []): PlannedActivity => ({
  ...{ tempId, type: "blog_post", title: `Post ${tempId}`, description: "", sequence: 1, dueOn: "2026-12-01" },
  ...{ dependsOn, priority: 1, creditEstimate },
});
const month = fc.array(fc.record({ credits: fc.integer({ min: 0, max: 8 }), needs: fc.nat(20) }), { maxLength: 20 });

test("what is paid never costs more than there is, and nothing is paid whose source waits", () => {
  fc.assert(
    fc.property(month, fc.integer({ min: 0, max: 60 }), (rows, available) => {
      const pieces = rows.map(({ credits, needs }, at) =>
        piece(`p${at}`, credits / 4, needs < at ? [`p${needs}`] : []),
      );
      const { needed, waiting } = fund(pieces, available / 4);
      const paid = pieces.filter((one) => !waiting.includes(one));
      expect(paid.reduce((sum, { creditEstimate }) => sum + creditEstimate, 0)).toBeLessThanOrEqual(available / 4);
      for (const { dependsOn } of paid) expect(waiting.some(({ tempId }) => dependsOn.includes(tempId))).toBe(false);
      if (needed <= available / 4) expect(waiting).toEqual([]);
    }),
  );
});

test("what has begun is paid already, and people are told by name what waits", () => {
  const pieces = [piece("a", 20), piece("b", 20), piece("c", 5)];
  expect(fund(pieces, 25, ({ tempId }) => tempId === "a")).toEqual({ needed: 25, waiting: [] });
  expect(shortage(fund(pieces, 40), 40)).toEqual([
    "The month needs 45 credits, 40 are left: 1 piece waits for credits (Post c).",
  ]);
});
