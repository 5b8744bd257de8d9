import { rmSync } from "node:fs";
import { join } from "node:path";
import { findRun } from "./lock.ts";
import { environmentDir } from "./paths.ts";
import { removeDataDir } from "./services/postgres-files.ts";
import { fail, line } from "./terminal.ts";

const dir = environmentDir();
const run = findRun(dir);
if (run) {
  fail(`Leadmetrics runs (process ${run.pid}). Stop it with Ctrl-C or npm run stop, then reset.`);
  process.exitCode = 1;
} else {
  removeDataDir(join(dir, "postgres"));
  rmSync(dir, { recursive: true, force: true });
  line("All local data is gone; the next start makes new.");
}
