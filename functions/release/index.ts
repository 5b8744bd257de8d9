import { close as closeDatabase } from "#platform/db.ts";
import { pendingMigrations } from "#platform/migrate.ts";
import { close as closeRedis } from "#platform/redis.ts";
import { readCatalogue } from "./catalogue.ts";
import { release } from "./steps.ts";

// The one-off task between two versions. Exit code 0: done; 1: failed, its reason on stderr; 143: told to stop; with `--check`, 3: a
// release is wanted.

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

async function check(): Promise<number> {
  const names = await pendingMigrations();
  say(names.length > 0 ? `Pending: ${names.join(", ")}` : "No migration is pending.");
  return names.length > 0 ? 3 : 0;
}

async function run(args: readonly string[]): Promise<number> {
  if (args.join() === "--check") return check();
  if (args.length > 0) throw new Error(`The release takes --check or nothing, not ${args.join(" ")}.`);
  await release(say, readCatalogue());
  return 0;
}

if (import.meta.main) {
  // Nothing is brought to an end: locks go with the connections, and the next release does what this one did not.
  process.once("SIGTERM", () => {
    process.stderr.write("The release was told to stop. Start it again to have it finished.\n");
    process.exit(143);
  });
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`The release failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await closeDatabase();
    closeRedis();
  }
}
