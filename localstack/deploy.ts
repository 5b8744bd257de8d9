import { spawn, spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { policyOf, settingsOf } from "#stacks/stage.ts";
import { root } from "./paths.ts";
import { ensurePlatform, sstEnvironment, sstProgram } from "./sst-platform.ts";
import { fail, line } from "./terminal.ts";

// `npm run deploy -- --stage <name>`: everything of a stage, from this commit. The stacks run the release step before new code serves, so
// one command is all; a failed release step leaves the old code serving.

/** The commit that is deployed; what is changed beside it is said. */
function commit(): string {
  const git = (...args: string[]): string => spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout.trim();
  const sha = process.env["RELEASE"] || git("rev-parse", "HEAD");
  return git("status", "--porcelain") === "" ? sha : `${sha}-changed`;
}

try {
  const { stage } = parseArgs({ options: { stage: { type: "string" } } }).values;
  if (!stage) throw new Error("Name the stage: npm run deploy -- --stage staging");
  const { kind } = policyOf(stage);
  if (kind === "local") throw new Error("The stage local has nothing to deploy: npm start runs it.");
  const { domain, region } = settingsOf(stage, process.env);
  await ensurePlatform();
  const release = commit();
  line(`Deploying ${release} to ${stage}: ${domain}, ${region}`);
  const child = spawn(process.execPath, [sstProgram, "deploy", "--stage", stage], {
    cwd: root,
    env: { ...process.env, ...sstEnvironment(), RELEASE: release },
    stdio: "inherit",
  });
  process.exitCode = await new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)));
} catch (error) {
  fail((error as Error).message);
  process.exitCode = 1;
}
