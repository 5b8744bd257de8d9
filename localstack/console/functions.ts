import { join } from "node:path";
import { html } from "hono/html";
import { config } from "#platform/config.ts";
import { deployedFunctions, doorOf, type Trigger } from "#schema/functions.ts";
import type { FunctionFacts } from "../host/meter.ts";
import { logBody, parsed, tailOf } from "./logs.ts";
import { ago, duration, type Markup, table } from "./page.ts";

const triggers: Record<Trigger, string> = { http: "HTTP", queue: "queue", clock: "clock" };
const columns = [
  "Function",
  "Trigger",
  "#Calls",
  "#Running",
  "#Errors",
  "#Throttled",
  "#Cold starts",
  "#p50",
  "#p95",
  "#Last",
];

/** All functions, with what became of their calls since the host started. @throws when the host does not answer */
export async function functionsBody(): Promise<Markup> {
  const all = await report();
  const mode = process.env["FUNCTION_HOST"] || "inline";
  return html`<p class="soft">Host ${mode}, counted since it started. Inline functions share one process and have no cold starts.</p>
    ${table(columns, all.map(row), "The host has no functions.")}`;
}

/** One function: its figures, its last error and the last lines it logged. Undefined when there is none of that name. */
export async function functionBody(name: string, dataDir: string): Promise<Markup | undefined> {
  const facts = (await report()).find((fn) => fn.name === name);
  if (!facts) return undefined;
  const fn = deployedFunctions().find((one) => one.name === name);
  const door = fn && doorOf(fn);
  const lines = tailOf(join(dataDir, "log/functions.log")).filter((line) => {
    const entry = parsed(line);
    return entry !== undefined && (entry.function === name || (door !== undefined && entry.door === door));
  });
  const error = facts.lastError;
  return html`<p><a href="/functions">All functions</a></p>
    ${table(columns, [row(facts)], "")}
    ${error ? html`<p class="bad">${ago(error.at)} ago: ${error.text}</p>` : ""}
    <h2>Last lines of its log</h2>
    ${logBody(lines, "It has logged nothing yet.")}`;
}

async function report(): Promise<FunctionFacts[]> {
  const answer = await fetch(`${config("INVOKE_URL")}/local/functions`, { signal: AbortSignal.timeout(2_000) });
  return (await answer.json()) as FunctionFacts[];
}

function row(fn: FunctionFacts): Markup {
  return html`<tr>
    <td><a href="/functions/${fn.name}" id="fn-${fn.name}">${fn.name}</a></td>
    <td>${triggers[fn.trigger]}</td>
    <td class="n">${fn.invocations}</td>
    <td class="n">${fn.running} <span class="soft">of ${fn.concurrency}</span></td>
    <td class="n ${fn.errors > 0 ? "bad" : ""}">${fn.errors}</td>
    <td class="n">${fn.throttled}</td>
    <td class="n">${fn.coldStarts}</td>
    <td class="n">${duration(fn.p50Ms)}</td>
    <td class="n">${duration(fn.p95Ms)}</td>
    <td class="n">${fn.lastAt ? ago(fn.lastAt) : "never"}</td>
  </tr>`;
}
