import { defineConfig } from "vitest/config";

/** Tests that work with the stores of the local cloud; all others need nothing but this process. */
const withStores = [
  "tests/flow/**/*.test.ts",
  "tests/attack/**/*.test.ts",
  "tests/api/**/*.test.ts",
  "tests/worker/**/*.test.ts",
  "tests/dispatcher/**/*.test.ts",
  "tests/live/**/*.test.ts",
  "tests/**/*.stores.test.ts",
];

/** Tests of the portals drive a browser against a running product and have an entry of their own. */
const withBrowser = "tests/web/**";

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "pure", include: ["tests/**/*.test.ts"], exclude: [...withStores, withBrowser] },
      },
      {
        extends: true,
        test: {
          name: "stores",
          include: withStores,
          exclude: [withBrowser],
          globalSetup: ["tests/support/global.ts"],
          setupFiles: ["tests/support/worker.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
