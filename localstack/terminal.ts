import { clearLine, cursorTo } from "node:readline";
import colors from "picocolors";

export type Task = {
  /** Changes what the task says it is doing now. */
  update: (detail: string) => void;
  /** Ends the task with a line, if it took long enough to notice. */
  done: (text?: string) => void;
  /** Ends the task without a line; the error is reported by whoever throws it. */
  drop: () => void;
};

type Shown = { title: string; detail: string; started: number; announced: number };

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const noticeableMs = 1_000;
const heartbeatMs = 10_000;
const lively = process.stdout.isTTY === true && !process.env["CI"];

const tasks = new Set<Shown>();
let ticker: NodeJS.Timeout | undefined;
let frame = 0;
let drawn = false;

/** Shows that something takes a while: a spinner on a terminal, a line now and then elsewhere. */
export function task(title: string): Task {
  const shown: Shown = { title, detail: "", started: Date.now(), announced: 0 };
  tasks.add(shown);
  ticker ??= setInterval(tick, lively ? 100 : 500);
  const end = (): void => {
    tasks.delete(shown);
    if (tasks.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
    clearStatus();
  };
  return {
    update(detail) {
      shown.detail = detail;
    },
    done(text = title) {
      end();
      const took = Date.now() - shown.started;
      if (took >= noticeableMs) line(`${colors.green("✓")} ${text} ${colors.dim(`in ${seconds(took)}`)}`);
    },
    drop: end,
  };
}

/** Prints one line. */
export function line(text = ""): void {
  clearStatus();
  console.log(text);
}

/** Prints one line about something that went wrong and is being dealt with. */
export function warn(text: string): void {
  clearStatus();
  console.error(`${colors.yellow("!")} ${text}`);
}

/** Prints one line about something that stops us. */
export function fail(text: string): void {
  clearStatus();
  console.error(`${colors.red("✗")} ${text}`);
}

/** Prints a heading and aligned rows below it. */
export function table(heading: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  line();
  line(colors.bold(heading));
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    line(`  ${colors.dim(cells[0] ?? "")}  ${cells.slice(1).join("  ")}`.trimEnd());
  }
}

/** `1234` milliseconds as `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function tick(): void {
  const now = Date.now();
  const slow = [...tasks].filter(({ started }) => now - started >= noticeableMs);
  if (lively) {
    drawStatus(slow, now);
    return;
  }
  for (const shown of slow) {
    if (now - shown.announced < heartbeatMs) continue;
    shown.announced = now;
    console.log(`… ${describe(shown, now)}`);
  }
}

function drawStatus(slow: Shown[], now: number): void {
  clearStatus();
  if (slow.length === 0) return;
  frame = (frame + 1) % frames.length;
  const text = `${frames[frame]} ${slow.map((shown) => describe(shown, now)).join(" · ")}`;
  process.stdout.write(text.slice(0, Math.max(20, process.stdout.columns - 1)));
  drawn = true;
}

function describe({ title, detail, started }: Shown, now: number): string {
  return `${title}${detail ? ` (${detail})` : ""} ${Math.round((now - started) / 1000)} s`;
}

function clearStatus(): void {
  if (!drawn) return;
  drawn = false;
  clearLine(process.stdout, 0);
  cursorTo(process.stdout, 0);
}
