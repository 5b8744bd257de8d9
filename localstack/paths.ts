import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything the local cloud writes lives under this folder; deleting it gives a fresh machine. */
export const dataRoot = join(root, ".data");

/** Downloaded or unpacked programs, shared by all environments. */
export const toolsDir = join(dataRoot, "tools");

/**
 * Folder of one local environment: data of the stores, logs, secrets.
 * `LEADMETRICS_ENV` names it (default `local`), so that a second copy can run beside the first one.
 */
export function environmentDir(name = process.env["LEADMETRICS_ENV"] ?? "local"): string {
  return join(dataRoot, name);
}
