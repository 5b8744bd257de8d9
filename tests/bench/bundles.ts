import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Bundle, bundlesOf } from "#localstack/host/bundle.ts";
import { linked } from "#localstack/host/isolated.ts";
import { deployedFunctions } from "#schema/functions.ts";
import { factor, number, type Row } from "./measure.ts";

export const title =
  "size of each file of functions and time of its import; other: packages a start runs; ratio: of 1.5 MB";

const budgetBytes = 1_500_000;
const imports = 3;

/** The largest function comes first. */
export async function measure(): Promise<Row[]> {
  const bundles = await bundlesOf(deployedFunctions().map(({ path }) => path));
  return [...bundles]
    .toSorted(([, a], [, b]) => b.bytes - a.bytes)
    .map(([path, bundle]) => ({
      what: path,
      size: `${number(bundle.bytes / 1_000_000)} MB`,
      ours: `${number(importMs(bundle))} ms`,
      other: String(bundle.packages.length),
      ratio: factor(bundle.bytes / budgetBytes),
      reach: "<= 1x, <= 250 ms",
    }));
}

const importing = `
  globalThis.awslambda = { streamifyResponse: (handler) => handler };
  const startedMs = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - startedMs));
  process.exit();`;

/** Milliseconds that the import of a function takes in a process that has nothing cached; the quickest of several. */
export function importMs(bundle: Bundle): number {
  const code = pathToFileURL(join(bundle.dir, "index.mjs")).href;
  const args = ["--input-type=module", "--eval", importing, code];
  const env = linked(bundle, process.env);
  return Math.min(
    ...Array.from({ length: imports }, () =>
      Number(spawnSync(process.execPath, args, { env, encoding: "utf8" }).stdout),
    ),
  );
}
