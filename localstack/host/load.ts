import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../paths.ts";

type Handler = (event: unknown) => Promise<unknown>;

/** Imports a file of the project. */
export type Load = (file: string) => Promise<Record<string, unknown>>;

/** Imports a file as it is at its first use. */
export const loadOnce: Load = (file) => import(pathToFileURL(file).href) as Promise<Record<string, unknown>>;

/** The exported function behind a path of the catalogue, e.g. `functions/worker/agents.handler`. */
export async function loadHandler(path: string, load: Load = loadOnce): Promise<Handler> {
  const dot = path.lastIndexOf(".");
  const handler = (await load(join(root, `${path.slice(0, dot)}.ts`)))[path.slice(dot + 1)];
  if (typeof handler !== "function") throw new Error(`${path} is not an exported function.`);
  return handler as Handler;
}
