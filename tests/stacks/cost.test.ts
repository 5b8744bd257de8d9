import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Cron } from "croner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { root } from "#localstack/paths.ts";
import { plans } from "#schema/plans.ts";
import { schedules } from "#schema/schedules.ts";
import { changesAt } from "#stacks/cost/changes.ts";
import { concurrencyTable, reservedConcurrency, tenantsThatFill } from "#stacks/cost/concurrency.ts";
import { work } from "#stacks/cost/load.ts";
import { billFor, streamsOnContainers } from "#stacks/cost/model.ts";
import { monthOf, timesAMonth } from "#stacks/cost/month.ts";
import { costOf, type Price, prices } from "#stacks/cost/prices.ts";
import { asCsv, asText } from "#stacks/cost/print.ts";

const usdOf = (tenants: number, service: string, item: string): number => {
  const found = billFor(tenants).lines.find((line) => line.service === service && line.item === item);
  if (!found) throw new Error(`There is no line ${service}: ${item}.`);
  return found.usd;
};

test("lines are what one computes by hand", () => {
  // 64 mails each, at a tenth of a dollar for a thousand.
  expect(usdOf(1_000, "SES", "mails")).toBeCloseTo(6.4, 6);
  // Two vCPUs and two GB all month.
  expect(usdOf(10, "Fargate", "dispatcher")).toBeCloseTo(730 * (1 * 0.03725 + 2 * 0.00409), 6);
  expect(usdOf(10, "RDS", "proxy")).toBeCloseTo(2 * 0.018 * 730, 6);
  // Forty hours read and 26 times seven and a half minutes left, half a GB, asked for anew each quarter of an hour.
  const seconds = 40 * 3_600 + 26 * 450;
  const asked = 26 + seconds / 900;
  expect(usdOf(1_000, "Lambda", "live streams (SSE)")).toBeCloseTo(
    1_000 * (seconds * 0.5 * 13.3334e-6 + asked * 0.2e-6),
    4,
  );
  // 1,440 of the client, 36 pieces of 30, 350 and 576: 0.15 s and half a GB each.
  const requests = 1_440 + 36 * 30 + 350 + 576;
  expect(usdOf(10, "Lambda", "surfaces of the API")).toBeCloseTo(10 * requests * (0.075 * 13.3334e-6 + 0.2e-6), 6);
});

test("tokens are priced run by run", () => {
  const articles = 4 * 1.45 * 1.1;
  const briefs = 4 * 1.1;
  const short = (12 * 1.45 + 4 + 1 + 1) * 1.1;
  const long = 3 * 1.45 * 1.1;
  const analyses = 7 * 1.1;
  const chats = 16 * 1.1;
  const critics = 19 * 1.45;
  const standard =
    articles * (8_500 * 3 + 3_500 * 15) +
    briefs * (6_500 * 3 + 1_500 * 15) +
    short * (6_500 * 3 + 700 * 15) +
    long * (7_500 * 3 + 2_000 * 15) +
    analyses * (7_500 * 3 + 1_500 * 15) +
    chats * (4_000 * 3 + 400 * 15);
  expect(billFor(1).tokens.usd).toBeCloseTo((standard + critics * (6_000 + 600 * 5)) / 1e6, 6);
});

test("a month's work is what the plan's credits pay", () => {
  const credits = work.reduce((sum, { count, credits: each }) => sum + count * each, 0);
  expect(credits).toBe(plans.pro.credits / 100);
});

test("sums are the sums of the lines, and no line is negative or void", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (tenants) => {
      const { lines, tokens, infrastructure, total } = billFor(tenants);
      expect(lines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(infrastructure, 6);
      expect(total).toBeCloseTo(infrastructure + tokens.usd, 6);
      for (const { usd } of [...lines, tokens]) expect(usd > 0 && Number.isFinite(usd)).toBe(true);
      expect(new Set(lines.map(({ service, item }) => `${service}: ${item}`)).size).toBe(lines.length);
    }),
  );
});

test("more tenants never cost less", () => {
  const size = fc.integer({ min: 1, max: 1_000_000 });
  // Neighbours too: there a step to the next larger machine shows.
  const pair = fc.oneof(
    fc.tuple(size, size),
    size.map((one) => [one, one + 1] as const),
  );
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const [fewer, more] = [billFor(Math.min(one, other)), billFor(Math.max(one, other))];
      expect(more.infrastructure).toBeGreaterThanOrEqual(fewer.infrastructure);
      expect(more.total).toBeGreaterThanOrEqual(fewer.total);
    }),
    { numRuns: 1_000 },
  );
  for (const edge of [300, 301]) expect(billFor(edge + 1).total).toBeGreaterThan(billFor(edge).total);
});

test("a price with tiers charges each part at its own", () => {
  expect(costOf("cloudfrontGb", 10_240)).toBeCloseTo(870.4, 6);
  expect(costOf("cloudfrontGb", 60_000)).toBeCloseTo(870.4 + 40_960 * 0.08 + 8_800 * 0.06, 6);
  for (const price of Object.values<Price>(prices)) {
    expect(price.usd).toBeGreaterThan(0);
    expect(price.source).toMatch(/^https:\/\//);
    expect(price.tiers?.at(-1)?.upTo ?? Number.POSITIVE_INFINITY).toBe(Number.POSITIVE_INFINITY);
  }
});

test("a schedule comes as often as its cron expression says, at most once a minute", () => {
  for (const { cron } of Object.values(schedules)) {
    const byMinute = cron.split(" ").slice(-5).join(" ");
    const day = new Date("2026-03-02T00:00:00Z").getTime();
    const runs = new Cron(byMinute, { timezone: "UTC" })
      .nextRuns(1_441, new Date(day - 1))
      .filter((at) => at.getTime() < day + 86_400_000);
    expect(timesAMonth(cron)).toBeCloseTo((runs.length * 730) / 24, 6);
  }
  expect(() => timesAMonth("0 5 1 * *")).toThrow("not known");
});

test("streams cost a container a small part of what they cost functions, once there are many", () => {
  const month = monthOf(100_000);
  expect(streamsOnContainers(month)).toMatchObject({ tasks: 3 });
  const [streams] = changesAt(billFor(100_000));
  expect(streams?.savesUsd).toBeGreaterThan(0.99 * usdOf(100_000, "Lambda", "live streams (SSE)"));
  expect(changesAt(billFor(10))[0]?.savesUsd).toBeLessThan(0);
});

test("what the catalogues reserve leaves a new account the hundred it must keep, and surfaces room", () => {
  const { all, left } = reservedConcurrency();
  expect(all).toBe(reservedConcurrency().queues + Object.keys(schedules).length);
  expect(left).toBeGreaterThanOrEqual(500);
  // Four slots, 5 times 6.38 runs of 75 s in 2,628,000 s.
  expect(tenantsThatFill("agent__blog-writer")).toBe(Math.floor(4 / ((5 * 6.38 * 75) / 2_628_000)));
});

test("the pages show what the commands print", () => {
  const page = (name: string) => readFileSync(join(root, "docs/deploy", name), "utf8");
  expect(page("cost.md")).toContain(asText([10, 1_000, 100_000].map(billFor)));
  expect(page("limits.md")).toContain(concurrencyTable());
});

test("the command takes sizes and forms, and refuses what it does not know", () => {
  const cost = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, "stacks/cost/index.ts"), ...args], { cwd: root, encoding: "utf8" });
  const json = cost("--tenants", "7", "--json");
  expect(JSON.parse(json.stdout)).toEqual(JSON.parse(JSON.stringify([billFor(7)])));
  expect(cost("--tenants", "7,70", "--csv").stdout).toBe(asCsv([billFor(7), billFor(70)]));
  const wrong = cost("--tenants", "none");
  expect([wrong.status, wrong.stdout]).toEqual([1, ""]);
  expect(wrong.stderr).toContain("whole numbers");
});
