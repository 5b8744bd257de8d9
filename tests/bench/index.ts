import { fail, line, seconds, table, task } from "#localstack/terminal.ts";
import type { TestCloud } from "#tests/support/cloud.ts";
import { startBenchCloud } from "./cloud.ts";
import type { Row } from "./measure.ts";

interface Bench {
  /** What is measured, and what it is compared with. */
  title: string;
  measure(cloud: TestCloud): Promise<Row[]>;
}

// Loaded after the stores are up: parts of the product read the environment when they are imported.
const benches: Record<string, () => Promise<Bench>> = {
  dispatcher: () => import("./dispatcher.ts"),
  rls: () => import("./rls.ts"),
  token: () => import("./token.ts"),
  api: () => import("./api.ts"),
  ingest: () => import("./ingest.ts"),
  audit: () => import("./audit.ts"),
  sse: () => import("./sse.ts"),
  search: () => import("./search.ts"),
  vectors: () => import("./vectors.ts"),
  stores: () => import("./stores.ts"),
  functions: () => import("./functions.ts"),
  start: () => import("./start.ts"),
  runs: () => import("./runs.ts"),
  bundles: () => import("./bundles.ts"),
};

/** Runs the named benchmarks, or all, one after the other, and prints a table of each. Nothing is asserted. */
async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    fail(`There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
    return 2;
  }
  const starting = task("starting stores");
  const cloud = await startBenchCloud().finally(starting.drop);
  Object.assign(process.env, cloud.env);
  const abort = (): void => void cloud.stop().then(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, abort);
  try {
    for (const [name, load] of Object.entries(benches)) {
      if (wanted.length === 0 || wanted.includes(name)) await run(name, await load(), cloud);
    }
  } finally {
    const { closeStores } = await import("#tests/support/close.ts");
    await closeStores();
    await cloud.stop();
  }
  return 0;
}

async function run(name: string, bench: Bench, cloud: TestCloud): Promise<void> {
  const startedMs = performance.now();
  const running = task(name);
  const rows = await bench.measure(cloud).finally(running.drop);
  const cells = rows.map((row) => [row.what, row.size, row.ours, row.other, row.ratio, row.reach]);
  table(`${name}: ${bench.title}`, [["", "size", "ours", "other", "ratio", "reach"], ...cells]);
  line(`  ${seconds(performance.now() - startedMs)}`);
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
