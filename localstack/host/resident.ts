import { readFileSync } from "node:fs";

const pageBytes = 4_096;

/** Memory that a process holds, in MB; 0 where the platform does not tell. */
export function residentMb(pid: number | undefined): number {
  if (pid === undefined || process.platform !== "linux") return 0;
  try {
    const [, pages = "0"] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    return (Number(pages) * pageBytes) / 1_048_576;
  } catch {
    return 0;
  }
}
