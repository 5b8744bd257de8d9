import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "./content-hash.ts";
import { nodeCommand } from "./node-command.ts";
import { root } from "./paths.ts";
import { runScript } from "./run-script.ts";

export type PrepareOptions = {
  dataDir: string;
  env: Record<string, string>;
  /** The database's login that makes roles. */
  masterUrl: string;
  /** Whether every store is the embedded one, so that its content is known from the last time. */
  embedded: boolean;
  progress: (text: string) => void;
  signal?: AbortSignal;
};

const steps = [
  { name: "migrate", says: "migrations" },
  { name: "seed", says: "demo data" },
] as const;

const sources = [
  "schema",
  "localstack/migrate.ts",
  "localstack/seed.ts",
  "localstack/seed",
  "localstack/demo",
  "functions",
];

/**
 * Brings the database to the newest migration and plants the demo data, in processes of their own. Skipped when nothing they are
 * made of changed since the last time.
 * @throws if one of them fails
 */
export async function prepareData(options: PrepareOptions): Promise<void> {
  const { dataDir, masterUrl, embedded, progress, signal } = options;
  const env = { ...options.env, MASTER_DATABASE_URL: masterUrl };
  const stamp = join(dataDir, "prepared.json");
  const state = JSON.stringify({ sources: contentHash(sources), database: clusterMark(dataDir) });
  if (embedded && readOrUndefined(stamp) === state) return;
  rmSync(stamp, { force: true });
  for (const { name, says } of steps) {
    progress(says);
    await runScript({
      name,
      logDir: join(dataDir, "log"),
      command: nodeCommand(join(root, `localstack/${name}.ts`), env),
      ...(signal ? { signal } : {}),
    });
  }
  writeFileSync(stamp, state);
}

/** Differs for every newly created cluster: the time of a file that is written once. */
function clusterMark(dataDir: string): number | undefined {
  return statSync(join(dataDir, "postgres", "PG_VERSION"), { throwIfNoEntry: false })?.mtimeMs;
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
