import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Bundle {
  /** Folder with `index.mjs` and nothing else. */
  dir: string;
  bytes: number;
  /** Names in capitals that its modules mention. */
  names: string[];
}

interface Bundles {
  /** By file and export, e.g. `functions/worker/agents.handler`; what runs in containers too. */
  paths: Record<string, Bundle>;
  /** By the name of the function: a copy of its own, into which its links are written. */
  functions: Record<string, Bundle>;
}

// The same bundles that the local cloud runs and the tests measure, made by the project's own command.
execFileSync("node", ["localstack/boot.mjs", "localstack/bundle.ts"], { stdio: ["ignore", "ignore", "inherit"] });
const made = JSON.parse(readFileSync("dist/functions/bundles.json", "utf8")) as Bundles;

/** The bundle of a path. @throws for one that is not among them */
export function bundleOf(path: string): Bundle {
  return known(made.paths, path);
}

/** The folder that is deployed as a function. @throws for an unknown one */
export function bundleFor(name: string): Bundle {
  return known(made.functions, name);
}

function known(bundles: Record<string, Bundle>, name: string): Bundle {
  const found = bundles[name];
  if (!found) throw new Error(`There is no bundle of ${name}; localstack/bundle.ts makes them.`);
  return found;
}
