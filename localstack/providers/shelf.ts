import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Things of one kind that a provider keeps, newest first, found again after a restart. */
export interface Shelf<T extends { id: string }> {
  put(item: T): T;
  get(id: string): T | undefined;
  list(): T[];
  /** A number that no thing on the shelf was given before: ids are made of it. */
  next(): number;
}

/** Opens the shelf of a name in `<dataDir>/<name>.jsonl`, an append-only file; a line torn by a kill is skipped. */
export function openShelf<T extends { id: string }>(dataDir: string, name: string): Shelf<T> {
  const file = join(dataDir, `${name}.jsonl`);
  mkdirSync(dataDir, { recursive: true });
  const items = new Map<string, T>();
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  for (const item of text.split("\n").flatMap((line) => parseLine<T>(line))) items.set(item.id, item);
  if (text !== "" && !text.endsWith("\n")) appendFileSync(file, "\n");
  let count = items.size;
  return {
    put(item) {
      appendFileSync(file, `${JSON.stringify(item)}\n`);
      items.set(item.id, item);
      return item;
    },
    get: (id) => items.get(id),
    list: () => [...items.values()].reverse(),
    next: () => ++count,
  };
}

function parseLine<T>(line: string): T[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as T];
  } catch {
    return [];
  }
}
