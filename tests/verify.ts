import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import { fail, line, seconds } from "#localstack/terminal.ts";

const bin = (name: string) => join(root, "node_modules/.bin", name);
const program = (path: string) => join(root, "node_modules", path);

/** What must hold before a change lands, without any store running but a throw-away database for the types. */
const checks: readonly { name: string; before?: readonly string[]; args: readonly string[] }[] = [
  { name: "format and lint", args: [bin("biome"), "check", "--error-on-warnings", "."] },
  { name: "types", args: [process.execPath, program("typescript/bin/tsc"), "-p", "tsconfig.json"] },
  ...["dashboard", "dm", "manage"]
    .filter((app) => existsSync(join(root, `web/${app}/tsconfig.json`)))
    .map((app) => ({
      name: `types of web/${app}`,
      // What Next expects of pages and links, of the pages that are there now.
      before: [process.execPath, program("next/dist/bin/next"), "typegen", `web/${app}`],
      args: [process.execPath, program("typescript/bin/tsc"), "-p", `web/${app}`, "--noEmit"],
    })),
  {
    name: "imports",
    args: [
      process.execPath,
      program("dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      ".dependency-cruiser.cjs",
      "schema",
      "functions",
      "localstack",
      "stacks",
      "web",
      "tests",
    ],
  },
  { name: "dead code", args: [process.execPath, program("knip/bin/knip.js"), "--no-progress"] },
  { name: "agents", args: [process.execPath, join(root, "localstack/roster.ts"), "--check"] },
  { name: "migrations", args: [process.execPath, join(root, "localstack/lint-migrations.ts")] },
  { name: "isolation matrix", args: [process.execPath, join(root, "tests/attack/matrix.ts"), "--check"] },
  {
    name: "generated types, closed sets, isolation",
    args: [process.execPath, join(root, "localstack/types.ts"), "--check"],
  },
];

async function run({ name, before, args }: (typeof checks)[number]): Promise<boolean> {
  const started = Date.now();
  const prepared = before ? await execute(before) : null;
  const { code, output } = prepared && prepared.code !== 0 ? prepared : await execute(args);
  if (code === 0) line(`✓ ${name} (${seconds(Date.now() - started)})`);
  else {
    fail(name);
    line(output.slice(-8_000));
  }
  return code === 0;
}

async function execute([file = "", ...rest]: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(file, rest, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, FORCE_COLOR: "0", NODE_OPTIONS: "", NEXT_TELEMETRY_DISABLED: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

const results: boolean[] = [];
const waiting = [...checks];
const worker = async () => {
  for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await run(check));
};
await Promise.all([worker(), worker()]);
const failed = results.filter((ok) => !ok).length;
line(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
