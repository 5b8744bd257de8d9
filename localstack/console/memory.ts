import { readdirSync, readFileSync } from "node:fs";
import { residentMb } from "../host/resident.ts";

/** Memory in MB of a process and all that belong to its group; what several share is counted once. Linux tells, others say 0. */
export function groupMb(leader: number): number {
  return (
    groups()
      .get(leader)
      ?.reduce((sum, pid) => sum + shareMb(pid), 0) ?? 0
  );
}

let known: { at: number; groups: Map<number, number[]> } | undefined;
const freshMs = 500;

function groups(): Map<number, number[]> {
  if (known && performance.now() - known.at < freshMs) return known.groups;
  const pids = process.platform === "linux" ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  const found = Map.groupBy(pids.map(Number), groupOf);
  known = { at: performance.now(), groups: found };
  return found;
}

function groupOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  // The program's name, in brackets, may hold blanks.
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2] ?? 0);
}

/** What the process alone holds, and its share of what it has in common with others. */
function shareMb(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
  return kilobytes === undefined ? residentMb(pid) : Number(kilobytes) / 1_024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
