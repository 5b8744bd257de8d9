import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dataRoot } from "#localstack/paths.ts";

/** How a set-up ended. */
type Ending<T> = { made: T } | { error: string };

/**
 * Begins a set-up that only some tests need beside those that run first, instead of before them.
 * @returns the file that tells its end, for `readyOf` in the processes of tests, and `end`, which waits for it
 */
export function ahead<T>(name: string, work: () => Promise<T>): { file: string; end: () => Promise<void> } {
  const folder = join(dataRoot, "ahead");
  const file = join(folder, `${name}-${process.pid}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(file, { force: true });
  const tell = (ending: Ending<T>): void => {
    writeFileSync(`${file}.draft`, JSON.stringify(ending));
    renameSync(`${file}.draft`, file);
  };
  const told = work().then(
    (made) => tell({ made }),
    (error: unknown) => tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  const end = async (): Promise<void> => {
    await told;
    rmSync(file, { force: true });
  };
  return { file, end };
}

/** Waits for a set-up that was begun ahead. @returns what it made. @throws its error */
export async function readyOf<T>(file: string): Promise<T> {
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (text === "") {
      await pause(200);
      continue;
    }
    const ending = JSON.parse(text) as Ending<T>;
    if ("made" in ending) return ending.made;
    throw new Error(`The set-up of these tests failed: ${ending.error}`);
  }
}
