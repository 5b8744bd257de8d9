import { type Bundle, bundlesOf } from "#localstack/host/bundle.ts";
import { deployedFunctions } from "#schema/functions.ts";
import { loadMs } from "#tests/support/loading.ts";
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

/** Milliseconds that the import of a function takes in a process that has nothing cached; the quickest of several. */
export function importMs(bundle: Bundle): number {
  return Math.min(...Array.from({ length: imports }, () => loadMs(bundle)));
}
