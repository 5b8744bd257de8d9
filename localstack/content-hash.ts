import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./paths.ts";

const ignored = new Set(["node_modules", ".next", "next-env.d.ts", ".DS_Store"]);

/**
 * SHA-256 over the names and contents of files and folders of the project; what is not there counts as empty.
 * @param paths relative to the project
 */
export function contentHash(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) addPath(hash, join(root, path));
  return hash.digest("hex");
}

function addPath(hash: Hash, path: string): void {
  const about = statSync(path, { throwIfNoEntry: false });
  if (about?.isFile()) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
  }
  if (!about?.isDirectory()) return;
  for (const name of readdirSync(path).sort()) {
    if (!ignored.has(name) && !name.endsWith(".tsbuildinfo")) addPath(hash, join(path, name));
  }
}
