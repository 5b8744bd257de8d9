import { buildEnvironment, databaseSuperuserUrl } from "./environment.ts";
import { environmentDir } from "./paths.ts";
import { resolvePorts } from "./ports.ts";
import { loadSecrets } from "./secrets.ts";
import { fail } from "./terminal.ts";

const commands = [
  "migrate",
  "seed",
  "audit-verify",
  "search-rebuild",
  "vectors-rebuild",
  "demo-code",
  "replay",
] as const;

/** Runs a command against the stores of the local cloud, or those the environment names. */
const [name, ...args] = process.argv.slice(2);
const command = commands.find((known) => known === name);
if (command) {
  const [ports, secrets] = [resolvePorts(), loadSecrets(environmentDir())];
  const MASTER_DATABASE_URL = databaseSuperuserUrl(ports, secrets, process.env);
  Object.assign(process.env, buildEnvironment({ ports, secrets }), { MASTER_DATABASE_URL });
  process.argv.splice(2, process.argv.length, ...args);
  await import(`./${command}.ts`);
} else {
  fail(`Usage: node localstack/boot.mjs localstack/command.ts ${commands.join(" | ")}`);
  process.exitCode = 1;
}
