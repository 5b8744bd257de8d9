import { spawn } from "node:child_process";
import { buildEnvironment } from "./environment.ts";
import { environmentDir, root } from "./paths.ts";
import { resolvePorts } from "./ports.ts";
import { loadSecrets } from "./secrets.ts";
import { ensurePlatform, sstEnvironment, sstProgram } from "./sst-platform.ts";

// `npm run sst -- <arguments>`: SST's command line with its platform there. In `sst dev` the functions of a stage run on this machine and
// read the stores of the local cloud, whose addresses and secrets they get here.
await ensurePlatform();
const args = process.argv.slice(2);
const isDev = args[0] === undefined || args[0] === "dev" || args[0].startsWith("--");
const local = isDev ? buildEnvironment({ ports: resolvePorts(), secrets: loadSecrets(environmentDir()) }) : {};
const child = spawn(process.execPath, [sstProgram, ...args], {
  cwd: root,
  env: { ...process.env, ...local, ...sstEnvironment() },
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
