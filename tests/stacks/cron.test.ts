import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schedules } from "#schema/schedules.ts";
import { awsCron } from "#stacks/cron.ts";

describe("a cron expression in the words of EventBridge", () => {
  test.each([
    ["*/20 * * * * *", "* * * * ? *"],
    ["*/5 * * * *", "*/5 * * * ? *"],
    ["0 4 * * *", "0 4 * * ? *"],
    ["30 9 1 * *", "30 9 1 * ? *"],
    ["0 8 * * 1-5", "0 8 ? * 2-6 *"],
    ["0 8 * * 0", "0 8 ? * 1 *"],
    ["0 8 * * 7", "0 8 ? * 1 *"],
    ["0 8 * * 1/2", "0 8 ? * 2/2 *"],
    ["0 8 * * MON,THU", "0 8 ? * MON,THU *"],
  ])("%s is %s", (given, wanted) => {
    expect(awsCron(given)).toBe(wanted);
  });

  test("cannot name days of the month and of the week at once", () => {
    expect(() => awsCron("0 8 1 * 1")).toThrow("make two schedules");
    expect(() => awsCron("daily")).toThrow("not a cron expression");
  });

  test("every schedule of the catalogue has one", () => {
    for (const { cron } of Object.values(schedules)) expect(awsCron(cron).split(" ")).toHaveLength(6);
  });

  test("comes on the same days of the week", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 23 }), (weekday, hour) => {
        const [, , , , shifted] = awsCron(`0 ${hour} * * ${weekday}`).split(" ");
        const next = new Cron(`0 ${hour} * * ${weekday}`, { timezone: "UTC" }).nextRun();
        expect((next?.getUTCDay() ?? -1) + 1).toBe(Number(shifted));
      }),
    );
  });
});
