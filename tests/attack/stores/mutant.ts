import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "#localstack/paths.ts";
import { sha256 } from "#platform/secrets.ts";
import type { CodeMutation } from "./mutations.ts";

const folders = { "#platform": "functions/platform", "#core": "functions/core", "#functions": "functions" };

/**
 * Writes a copy of a module with one piece of its text replaced, below `.data/`. Its own imports lead where those of the original do.
 * @returns path of the copy
 * @throws when the text does not occur exactly once: the mutation is older than the code
 */
export function mutantOf({ what, module, from, to }: CodeMutation): string {
  const [alias = "", ...rest] = module.split("/");
  const path = `${folders[alias as keyof typeof folders]}/${rest.join("/")}`;
  const source = readFileSync(join(root, path), "utf8");
  if (source.split(from).length !== 2) throw new Error(`"${what}": ${path} does not hold the text once: ${from}`);
  const name = `${sha256(what).slice(0, 16)}.ts`;
  const at = (relative: string) =>
    join(dirname(path), relative) === path
      ? `./${name}`
      : join("#functions", dirname(path).slice("functions".length), relative);
  const text = source
    .replace(from, () => to)
    .replaceAll(/(from |import\()"(\.\.?\/[^"]+)"/g, (_, by: string, relative: string) => `${by}"${at(relative)}"`);
  const folder = join(root, ".data/mutants");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
