import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "#localstack/paths.ts";

test("configuration and stacks are what SST's platform takes, and place every value of the configuration", () => {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", "stacks"], { cwd: root, encoding: "utf8" });
  expect(stdout).toBe("");
}, 240_000);
