import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** What the stand-in was started with. */
export interface ClaudeCall {
  args: string[];
  env: Record<string, string>;
  cwd: string;
  prompt: string;
  system: string;
  pid: number;
  child?: number;
}

export interface StandIn {
  /** How the program behaves from now on; see the modes of `localstack/providers/claude.ts`. */
  behave(mode: string, text?: string): Promise<void>;
  calls(): ClaudeCall[];
}

/** Puts the stand-in of the `claude` program in its place for a test file. */
export function claudeStandIn(): StandIn {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "claude-stand-in-"));
    const program = join(folder, "claude");
    await writeFile(
      program,
      `#!/bin/sh\nexec ${process.execPath} ${process.cwd()}/localstack/providers/claude.ts ${folder} "$@"\n`,
    );
    await chmod(program, 0o700);
    process.env["CLAUDE_CLI_PATH"] = program;
  });
  afterAll(async () => {
    delete process.env["CLAUDE_CLI_PATH"];
    await rm(folder, { recursive: true });
  });
  return {
    behave: (mode, text) => writeFile(join(folder, "reply.json"), JSON.stringify({ mode, ...(text ? { text } : {}) })),
    calls() {
      const file = join(folder, "calls.jsonl");
      const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      return lines.map((line) => JSON.parse(line) as ClaudeCall);
    },
  };
}
