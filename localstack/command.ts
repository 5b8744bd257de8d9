import { buildEnvironment } from "./environment.ts";
import { environmentDir } from "./paths.ts";
import { resolvePorts } from "./ports.ts";
import { loadSecrets } from "./secrets.ts";
import { fail } from "./terminal.ts";

const commands = ["migrate", "seed", "audit-verify", "search-rebuild", "vectors-rebuild", "demo-code"] as const;

/** Runs a command against the stores of the local cloud, or those the environment names. */
const [name, ...args] = process.argv.slice(2);
const command = commands.find((known) => known === name);
if (command) {
  Object.assign(process.env, buildEnvironment({ ports: resolvePorts(), secrets: loadSecrets(environmentDir()) }));
  process.argv.splice(2, process.argv.length, ...args);
  await import(`./${command}.ts`);
} else {
  fail(`Usage: node localstack/boot.mjs localstack/command.ts ${commands.join(" | ")}`);
  process.exitCode = 1;
}
