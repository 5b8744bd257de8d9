import { readdirSync } from "node:fs";
import { residentMb } from "../host/resident.ts";
import { readOrUndefined, statOf } from "../process-table.ts";

/**
 * Memory in MB of processes, each with all that it has started; what several share is counted once. Linux tells, others say 0.
 * @returns by the ids that were asked for
 */
export function memoryOf(pids: readonly number[]): Map<number, number> {
  const running = process.platform === "linux" ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  const children = Map.groupBy(running.map(Number), parentOf);
  const treeMb = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + treeMb(child), shareMb(pid));
  return new Map(pids.map((pid) => [pid, treeMb(pid)]));
}

const parentOf = (pid: number): number => Number(statOf(pid)[1] ?? 0);

/** What the process alone holds, and its share of what it has in common with others. */
function shareMb(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readOrUndefined(`/proc/${pid}/smaps_rollup`) ?? "") ?? [];
  return kilobytes === undefined ? residentMb(pid) : Number(kilobytes) / 1_024;
}
