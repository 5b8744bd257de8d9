import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A fresh directory, removed when the test that asked for it ends. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "contract-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

const suiteDirs: string[] = [];

afterAll(() => {
  for (const dir of suiteDirs) rmSync(dir, { recursive: true, force: true });
});

/** A fresh directory for a whole test file, removed when the file is done. */
export function suiteDir(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `contract-${name}-`));
  suiteDirs.push(dir);
  return dir;
}

/** An embedded server running as a process of its own. */
export interface EmulatorProcess {
  url: string;
  /** Sends the signal and waits for the end; answers the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `localstack/services/<name>.ts` as the supervisor does and waits for its ready line. */
export async function spawnEmulator(
  name: string,
  dataDir: string,
  env: Record<string, string> = {},
): Promise<EmulatorProcess> {
  const child = launch(name, { DATA_DIR: dataDir, PORT: "0", ...env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = await readyLine(child);
  return {
    url,
    end: async (signal) => {
      const ended = once(child, "exit") as Promise<[number | null]>;
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

/** Starts an embedded server on a port that is taken and answers how it ended. */
export async function startOnTakenPort(
  name: string,
  env: Record<string, string> = {},
): Promise<{ code: number | null; stderr: string }> {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, "127.0.0.1", done));
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const child = launch(name, { DATA_DIR: tempDir(), ...env, PORT: String(port) });
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += String(chunk);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

/** Appends half a record to a journal, as a process killed while writing leaves it. */
export function tearTail(journal: string): void {
  appendFileSync(journal, Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 7, 7, 7]));
}

function launch(name: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(root, "localstack/services", `${name}.ts`)], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += String(chunk);
      const line = /^ready (\S+)$/m.exec(output);
      if (line?.[1]) resolve(line[1]);
    });
    let errors = "";
    child.stderr?.on("data", (chunk) => {
      errors += String(chunk);
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${errors}`)));
  });
}
