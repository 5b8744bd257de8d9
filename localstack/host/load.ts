import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../paths.ts";

type Handler = (event: unknown) => Promise<unknown>;

/** The exported function behind a path of the catalogue, e.g. `functions/worker/agents.handler`; loaded at first use. */
export async function loadHandler(path: string): Promise<Handler> {
  const dot = path.lastIndexOf(".");
  const loaded = (await import(pathToFileURL(join(root, `${path.slice(0, dot)}.ts`)).href)) as Record<string, unknown>;
  const handler = loaded[path.slice(dot + 1)];
  if (typeof handler !== "function") throw new Error(`${path} is not an exported function.`);
  return handler as Handler;
}
