import { setTimeout as delay } from "node:timers/promises";
import { type Bundle, bundlesOf } from "#localstack/host/bundle.ts";
import { type HostedFunction, hostedFunctions } from "#localstack/host/catalogue.ts";
import { inlineFunctions } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { startIsolated } from "#localstack/host/isolated.ts";
import type { Invokable } from "#localstack/host/outcome.ts";
import { type Surface, surfaces } from "#schema/surfaces.ts";
import { importMs } from "./bundles.ts";
import { latencies, number, quantile, type Row, timed } from "./measure.ts";

export const title = "Invoke of a function in a process of its own; other: of the same handler in the host's process";

const warmName = "search__sync";
const paddings = [100, 10_000, 200_000] as const;
const coldStarts = 9;
// By then an instance that had nothing to do is gone.
const endedMs = 50;

/** Warm calls bring a batch without records, which touches no store. Cold ones find no process. */
export async function measure(): Promise<Row[]> {
  const functions = hostedFunctions();
  const rows = await ofWarm(functions.filter(({ name }) => name === warmName));
  const bundles = await bundlesOf(functions.map(({ path }) => path));
  const bySize = functions
    .flatMap((fn) => {
      const bundle = bundles.get(fn.path);
      return bundle ? [{ fn, bundle }] : [];
    })
    .toSorted((a, b) => a.bundle.bytes - b.bundle.bytes);
  for (const one of [bySize.at(0), bySize.at(-1)]) if (one) rows.push(...(await ofCold(one.fn, one.bundle)));
  return rows;
}

async function ofWarm(functions: readonly HostedFunction[]): Promise<Row[]> {
  const host = await startIsolated({ functions, env: process.env });
  const [ours, other] = await Promise.all([serve(host.functions), serve(inlineFunctions())]);
  const rows: Row[] = [];
  try {
    for (const bytes of paddings) {
      const event = JSON.stringify({ Records: [], padding: "x".repeat(bytes) });
      const cost = await latencies(
        { rounds: 4, calls: 100 },
        { ours: () => ours.call(warmName, event), other: () => other.call(warmName, event) },
      );
      const row = (what: string, of: "p50" | "p95", reach: string): Row => ({
        what: `warm, ${what}`,
        size: `${number(bytes / 1_000)} KB`,
        ours: `${number(cost.ours[of])} ms`,
        other: `${number(cost.other[of])} ms`,
        ratio: `${signed(cost.ours[of] - cost.other[of])} ms`,
        reach,
      });
      rows.push(row("median", "p50", "<= +5 ms"), row("95th percentile", "p95", "-"));
    }
  } finally {
    host.stop();
    await Promise.all([ours.stop(), other.stop()]);
  }
  return rows;
}

async function ofCold(fn: HostedFunction, bundle: Bundle): Promise<Row[]> {
  const host = await startIsolated({ functions: [fn], env: process.env, idleMs: 0 });
  const invoke = await serve(host.functions);
  const took: number[] = [];
  try {
    // The first start of all leaves compiled code behind, which is there for every later one.
    for (let start = 0; start <= coldStarts; start++) {
      took.push(await timed(() => invoke.call(fn.name, eventFor(fn))));
      await delay(endedMs);
    }
  } finally {
    host.stop();
    await invoke.stop();
  }
  const importedMs = importMs(bundle);
  return [
    { what: "cold, start to answer, median", ms: quantile(took.slice(1), 0.5), reach: "-" },
    { what: "import without a code cache", ms: importedMs, reach: "<= 250 ms, 1,500 KB" },
  ].map(({ what, ms, reach }) => ({
    what: `${fn.name}: ${what}`,
    size: `${number(bundle.bytes / 1_000)} KB`,
    ours: `${number(ms)} ms`,
    other: "-",
    ratio: "-",
    reach,
  }));
}

async function serve(functions: ReadonlyMap<string, Invokable>) {
  const { port, stop } = await startInvoke(0, functions);
  return {
    stop,
    async call(name: string, body: string): Promise<void> {
      const url = `http://127.0.0.1:${port}/2015-03-31/functions/${name}/invocations`;
      const response = await fetch(url, { method: "POST", body });
      const answer = await response.text();
      if (response.status !== 200 || response.headers.has("x-amz-function-error"))
        throw new Error(`${name} answered ${response.status}: ${answer}`);
    },
  };
}

/** What calls a function that then has little to do. */
function eventFor({ trigger, path }: HostedFunction): string {
  if (trigger === "queue") return JSON.stringify({ Records: [] });
  if (trigger === "clock") return JSON.stringify({ source: "aws.scheduler" });
  const prefix = Object.values<Surface>(surfaces).find((surface) => surface.function === path)?.prefix ?? "";
  const http = { method: "GET", path: `${prefix}/nothing`, sourceIp: "127.0.0.1" };
  return JSON.stringify({
    version: "2.0",
    rawPath: http.path,
    rawQueryString: "",
    headers: {},
    requestContext: { http },
  });
}

const signed = (value: number): string => `${value < 0 ? "" : "+"}${number(value)}`;
