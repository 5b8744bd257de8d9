import { parseArgs } from "node:util";
import { fail, line } from "#localstack/terminal.ts";
import { type Figures, walkMany } from "./load.ts";
import { Broken, Report } from "./report.ts";
import { loadSettings } from "./settings.ts";
import { walkOnce } from "./single.ts";

const usage = `npm run demo -- [options]
  --tenant <slug>      client to walk through the loop with (harbor-pine)
  --requests <number>  make load: this many requests instead of one
  --tenants <number>   spread them over up to this many clients (2)
  --concurrency <n>    requests under way at once (8)
  --json               one machine-readable line instead of text`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      tenant: { type: "string", default: "harbor-pine" },
      tenants: { type: "string" },
      requests: { type: "string" },
      concurrency: { type: "string", default: "8" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    line(usage);
    return 0;
  }
  const report = new Report({ quiet: values.json });
  const startedMs = Date.now();
  let figures: Figures | undefined;
  try {
    const settings = loadSettings();
    if (values.requests || values.tenants) {
      figures = await walkMany(settings, report, {
        tenants: count(values.tenants ?? "2"),
        requests: count(values.requests ?? "20"),
        concurrency: count(values.concurrency),
      });
    } else await walkOnce(settings, report, values.tenant);
  } catch (error) {
    if (!(error instanceof Broken)) await report.check("the demo runs to its end", () => Promise.reject(error));
  }
  report.print();
  if (values.json) line(JSON.stringify(summary(report, figures, Date.now() - startedMs)));
  return report.broken.length > 0 ? 1 : 0;
}

function summary(report: Report, figures: Figures | undefined, tookMs: number) {
  const { promises, phases, broken } = report;
  return { ok: broken.length === 0, tookMs, phases, promises, ...(figures ? { load: figures } : {}) };
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is not a whole number above 0.\n${usage}`);
  return value;
}

try {
  process.exitCode = await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
