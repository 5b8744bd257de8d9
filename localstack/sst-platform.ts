import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.ts";

/** SST's own components and what they are built on, as its command line unpacks them beside the configuration. */
export const platformDir = join(root, ".sst/platform");

const stamp = join(platformDir, "leadmetrics-installed");

/** SST's command line, on this Node. */
export const sstProgram = join(root, "node_modules/sst/bin/sst.mjs");

/**
 * Unpacks SST's platform of the version that package.json pins, where it is not there yet: from npm alone, without an account at AWS.
 * @throws with the last words of the command line
 */
export async function ensurePlatform(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/sst/package.json"), "utf8")) as {
    version: string;
  };
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  await run(["install"]);
  writeFileSync(stamp, version);
}

/** What SST's command line needs to stay offline and to find the package manager that npm brought. */
export function sstEnvironment(): Record<string, string> {
  const bun = bunProgram();
  return {
    SST_TELEMETRY_DISABLED: "1",
    SST_SKIP_DEPENDENCY_CHECK: "1",
    ...(bun ? { SST_BUN_PATH: bun } : { SST_NO_BUN: "1" }),
  };
}

// Without Bun's package for this machine SST takes npm, which is slower.
function bunProgram(): string | undefined {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const arch = process.arch === "arm64" ? "aarch64" : "x64-baseline";
  const file = join(root, `node_modules/@oven/bun-${platform}-${arch}/bin/bun${platform === "windows" ? ".exe" : ""}`);
  return existsSync(file) ? file : undefined;
}

function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [sstProgram, ...args], {
    cwd: root,
    env: {
      ...process.env,
      ...sstEnvironment(),
      SST_STAGE: "ci",
      DEPLOY_DOMAIN: "example.com",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`sst ${args.join(" ")} failed (${code}):\n${output}`));
    });
  });
}
