import { createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";

export type LogFile = {
  path: string;
  write: (chunk: Buffer | string) => void;
  /** The last lines written, for an error message. */
  tail: () => string[];
  close: () => void;
};

const kept = 3;
const tailLines = 12;

/** Opens `<dir>/<name>.log`; the logs of the last three starts stay as `.log.1` to `.log.3`. */
export function openLog(dir: string, name: string): LogFile {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name}.log`);
  rotate(path);
  const stream = createWriteStream(path, { flags: "a" });
  stream.on("error", () => undefined);
  let last: string[] = [];
  return {
    path,
    write(chunk) {
      stream.write(chunk);
      const lines = chunk
        .toString()
        .split("\n")
        .filter((line) => line.trim() !== "");
      last = [...last, ...lines].slice(-tailLines);
    },
    tail: () => last,
    close: () => stream.end(),
  };
}

function rotate(path: string): void {
  for (let number = kept; number >= 1; number--) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    if (existsSync(from)) renameSync(from, `${path}.${number}`);
  }
}
