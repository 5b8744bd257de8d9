import { findRun } from "./lock.ts";
import { environmentDir } from "./paths.ts";
import { endProcess } from "./process-table.ts";
import { line } from "./terminal.ts";

// Longer than the ten seconds that each layer of processes has.
const graceMs = 45_000;

const run = findRun(environmentDir());
if (run) {
  await endProcess(run.pid, "SIGTERM", graceMs);
  line("Leadmetrics has stopped.");
} else {
  line("Leadmetrics does not run.");
}
