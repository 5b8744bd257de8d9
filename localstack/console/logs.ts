import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { html } from "hono/html";
import type { Markup } from "./page.ts";

const tailBytes = 1_024 * 1_024;
const linesShown = 300;

/** The last lines of a log file, oldest first; none when there is no such file. */
export function tailOf(path: string): string[] {
  if (!existsSync(path)) return [];
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes.toString().split("\n");
    // What the cut went through is no line.
    return (bytes.length < size ? lines.slice(1) : lines).filter((line) => line.trim() !== "");
  } finally {
    closeSync(file);
  }
}

/** A line of the product's structured log. */
export interface LogLine {
  level: number;
  time: string;
  msg?: string;
  door?: string;
  function?: string;
  [name: string]: unknown;
}

/** A line as an object; undefined when it is not one of the structured log. */
export function parsed(line: string): LogLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}

const warning = 40;

/** Log lines as a page shows them, the newest first. */
export function logBody(lines: readonly string[], empty: string): Markup {
  if (lines.length === 0) return html`<p class="soft">${empty}</p>`;
  const shown = lines.slice(-linesShown).reverse();
  return html`<div class="log" id="log" tabindex="0" aria-label="Log lines, newest first">${shown.map(lineOf)}</div>`;
}

function lineOf(line: string): Markup {
  const entry = parsed(line);
  if (!entry) return html`<pre>${line}</pre>`;
  const { level, time, msg = "", error, stack, ...facts } = entry;
  const trace = [stack, error].find((text) => typeof text === "string");
  const rest = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return html`<pre class="${level >= warning ? "bad" : ""}"><span class="soft">${String(time).slice(11, 23)}</span> ${msg} <span class="soft">${rest.join(" ")}</span>${trace ? html`\n${trace}` : ""}</pre>`;
}
