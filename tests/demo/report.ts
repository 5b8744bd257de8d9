import { setTimeout as pause } from "node:timers/promises";
import colors from "picocolors";
import { fail, line, seconds, type Task, table, task } from "#localstack/terminal.ts";

export interface Kept {
  name: string;
  kept: boolean;
  /** Evidence in a few words, or what was found instead. */
  detail: string;
}

export interface Phase {
  name: string;
  ms: number;
}

/** Thrown after a promise was recorded as broken and the demo cannot go on without it. */
export class Broken extends Error {}

/** Collects what was promised and what was found, and how long each phase took. */
export class Report {
  readonly promises: Kept[] = [];
  readonly phases: Phase[] = [];
  readonly #quiet: boolean;

  constructor(options: { quiet: boolean }) {
    this.#quiet = options.quiet;
  }

  /** Shows that something happened. */
  say(text: string): void {
    if (!this.#quiet) line(`  ${colors.dim("·")} ${text}`);
  }

  heading(text: string): void {
    if (!this.#quiet) line(`\n${colors.bold(text)}`);
  }

  /** Shows that something takes a while. */
  task(title: string): Task {
    return this.#quiet ? { update: () => undefined, done: () => undefined, drop: () => undefined } : task(title);
  }

  /** A promise the rest of the demo stands on. @returns what `work` returns @throws Broken */
  async must<T>(name: string, work: () => Promise<T>, evidence: (value: T) => string = () => ""): Promise<T> {
    try {
      const value = await work();
      this.#record({ name, kept: true, detail: evidence(value) });
      return value;
    } catch (error) {
      this.#record({ name, kept: false, detail: messageOf(error) });
      throw new Broken(name);
    }
  }

  /** A promise by itself; `work` returns the evidence and throws what it found instead. */
  async check(name: string, work: () => Promise<string>): Promise<void> {
    try {
      this.#record({ name, kept: true, detail: await work() });
    } catch (error) {
      this.#record({ name, kept: false, detail: messageOf(error) });
    }
  }

  phase(name: string, ms: number): void {
    this.phases.push({ name, ms: Math.round(ms) });
  }

  get broken(): Kept[] {
    return this.promises.filter(({ kept }) => !kept);
  }

  /** Timeline and table of promises. */
  print(): void {
    if (this.#quiet) return;
    const total = this.phases.reduce((sum, { ms }) => sum + ms, 0);
    const bar = (ms: number) => "▇".repeat(Math.max(1, Math.round((30 * ms) / Math.max(total, 1))));
    table(
      "Timeline",
      this.phases.map(({ name, ms }) => [name, seconds(ms).padStart(8), colors.cyan(bar(ms))]),
    );
    const mark = (kept: boolean) => (kept ? colors.green("PASS") : colors.red("FAIL"));
    table(
      "Promises",
      this.promises.map(({ name, kept, detail }) => [mark(kept), name, colors.dim(detail)]),
    );
    line();
    for (const { name, detail } of this.broken) fail(`Broken promise: ${name}. ${detail}`);
    if (this.broken.length === 0) line(colors.green(`All ${this.promises.length} promises are kept.`));
  }

  #record(entry: Kept): void {
    this.promises.push(entry);
    if (this.#quiet) return;
    const mark = entry.kept ? colors.green("✓") : colors.red("✗");
    line(`  ${mark} ${entry.name}${entry.detail ? colors.dim(` (${entry.detail})`) : ""}`);
  }
}

/** Goes on only when the condition holds. @throws Error with the sentence */
export function insist(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence);
}

/** Looks again and again until `look` is content, since work in the background may still be under way. @throws its last error */
export async function eventually<T>(look: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(250);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
