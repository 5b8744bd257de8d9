import { html, raw } from "hono/html";

/** Markup that is escaped already. */
export type Markup = ReturnType<typeof html>;

const style = `
:root { color-scheme: light dark; --line: light-dark(#dde1e6, #343a40); --soft: light-dark(#57606a, #a4adb6); --hover: light-dark(#f1f4f8, #22272c); --link: light-dark(#1259a8, #7db7ff); --bad: light-dark(#b3261e, #ff8f86); --good: light-dark(#1a7f37, #6fdd8b); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191c); color: light-dark(#1b1f23, #e8eaed); }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding: 14px 24px; border-bottom: 1px solid var(--line); }
header strong { margin-right: 12px; }
nav a { padding: 4px 10px; border-radius: 6px; color: inherit; text-decoration: none; }
nav a:hover, nav a:focus-visible { background: var(--hover); } nav a[aria-current] { background: var(--hover); font-weight: 600; }
main { max-width: 1200px; margin: 0 auto; padding: 20px 24px 60px; }
h1 { font-size: 20px; margin: 4px 0 14px; } h2 { font-size: 16px; margin: 28px 0 8px; }
a { color: var(--link); }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; } th { font-weight: 600; font-size: 13px; color: var(--soft); white-space: nowrap; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr:hover td { background: var(--hover); }
form { display: inline; } button { font: inherit; font-size: 14px; padding: 2px 10px; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: inherit; cursor: pointer; } button:hover { background: var(--hover); }
.soft { color: var(--soft); } .bad { color: var(--bad); } .good { color: var(--good); }
.mono, pre { font: 13px/1.5 ui-monospace, monospace; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0; }
.log { border: 1px solid var(--line); border-radius: 6px; padding: 10px; max-height: 60vh; overflow: auto; }
#refresh { margin-left: auto; font-size: 13px; }
`;

const sections = {
  "/": "Services",
  "/functions": "Functions",
  "/queues": "Queues",
  "/live": "Live",
  "/outside": "Inbox and outside world",
} as const;

/** Where a page stands in the navigation. */
export type Section = keyof typeof sections;

/** A page of the console: navigation, and a body that renews itself every two seconds while somebody looks at it. */
export function page(section: Section, title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Leadmetrics console</title>
        <link rel="icon" href="data:," />
        <style>${raw(style)}</style>
        <script src="/refresh.js" defer></script>
      </head>
      <body>
        <header>
          <strong>Local cloud</strong>
          <nav aria-label="Sections">
            ${Object.entries(sections).map(
              ([path, name]) =>
                html`<a href="${path}"${path === section ? html` aria-current="page"` : ""}>${name}</a>`,
            )}
          </nav>
          <label id="refresh"><input type="checkbox" checked /> renew every 2 s</label>
        </header>
        <main><h1>${title}</h1>${body}</main>
      </body>
    </html>`;
}

/** Renews the body of the page it is on, keeping what is opened, scrolled to and focused. */
export const refreshScript = `
const main = document.querySelector("main");
const wanted = document.querySelector("#refresh input");
async function renew() {
  if (!wanted.checked || document.hidden || getSelection().toString()) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (!next || next.innerHTML === main.innerHTML) return;
  const open = new Set([...main.querySelectorAll("details[open]")].map((one) => one.id));
  const scrolled = [...main.querySelectorAll("[id].log")].map((one) => [one.id, one.scrollTop]);
  const focused = document.activeElement?.id;
  main.innerHTML = next.innerHTML;
  for (const one of main.querySelectorAll("details")) if (one.id && open.has(one.id)) one.open = true;
  for (const [id, top] of scrolled) { const log = document.getElementById(id); if (log) log.scrollTop = top; }
  if (focused) document.getElementById(focused)?.focus();
}
setInterval(() => void renew().catch(() => undefined), 2000);
`;

/** A table with a heading per column; a name that begins with `#` heads numbers. */
export function table(columns: readonly string[], rows: readonly Markup[], empty: string): Markup {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`;
  return html`<div class="wide"><table>
    <tr>${columns.map((name) => (name.startsWith("#") ? html`<th class="n">${name.slice(1)}</th>` : html`<th>${name}</th>`))}</tr>
    ${rows}
  </table></div>`;
}

/** A section that could not be read, with the reason. */
export function unanswered(what: string, error: unknown): Markup {
  return html`<p class="bad">${what} does not answer: ${error instanceof Error ? error.message : String(error)}</p>`;
}

/** How long ago, for people: `3 s`, `12 min`, `4 h`, `2 d`. */
export function ago(at: string | number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - new Date(at).getTime()) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** Milliseconds for people: `0.4 ms`, `85 ms`, `2.1 s`. */
export function duration(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
