import { mkdirSync, statfsSync } from "node:fs";
import { externalStores } from "./environment.ts";
import { dataRoot } from "./paths.ts";
import { takenPorts } from "./port-check.ts";
import { defaultPorts, type PortName, type Ports } from "./ports.ts";

const freeBytesMin = 1024 ** 3;

/** What stands in the way of a start, one sentence each; empty when nothing does. */
export async function findObstacles(ports: Ports, given: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const external: ReadonlySet<string> = externalStores(given);
  const wanted = (Object.keys(defaultPorts) as PortName[]).filter((name) => {
    return !external.has(name) && !(name === "inbox" && external.has("smtp"));
  });
  return [...lowDisk(), ...(await takenPorts(ports, wanted))];
}

function lowDisk(): string[] {
  mkdirSync(dataRoot, { recursive: true });
  const { bavail, bsize } = statfsSync(dataRoot);
  const free = bavail * bsize;
  if (free >= freeBytesMin) return [];
  const megabytes = Math.round(free / 1024 ** 2);
  return [`Only ${megabytes} MB are free on the disk of ${dataRoot}; the local cloud needs 1 GB. Free some space.`];
}
