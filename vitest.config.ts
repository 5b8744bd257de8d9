import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";

/** Tests of whole journeys: relay and dispatcher take what they find, so each file has stores of its own. */
const journeys = "tests/flow/**/*.test.ts";

/** Tests that share the stores of the run, a fresh tenant each; all others need nothing but this process. */
const withStores = [
  "tests/attack/**/*.test.ts",
  "tests/api/**/*.test.ts",
  "tests/worker/**/*.test.ts",
  "tests/dispatcher/**/*.test.ts",
  "tests/live/**/*.test.ts",
  "tests/**/*.stores.test.ts",
];

/** Tests of what a stage would make at AWS, on SST's own platform. */
const withPlatform = "tests/stacks/**/*.test.ts";

/** Tests that drive a browser against a running product with both portals. */
const withBrowser = "tests/browser/**/*.test.ts";

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What comes by itself comes late on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    env: { LOG_LEVEL: "error" },
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: ["tests/**/*.test.ts"],
          exclude: [...withStores, journeys, withPlatform, withBrowser],
        },
      },
      {
        extends: true,
        test: {
          name: "stores",
          include: withStores,
          exclude: [journeys, withBrowser],
          globalSetup: ["tests/support/global.ts"],
          setupFiles: ["tests/support/worker.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "stacks",
          include: [withPlatform],
          globalSetup: ["tests/stacks/setup.ts"],
          setupFiles: ["tests/stacks/ready.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "flow",
          include: [journeys],
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [withBrowser],
          globalSetup: ["tests/browser/world.ts"],
          setupFiles: ["tests/browser/ready.ts"],
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
