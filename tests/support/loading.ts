import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bundle } from "#localstack/host/bundle.ts";
import { linked } from "#localstack/host/isolated.ts";

const importing = `
  globalThis.awslambda = { streamifyResponse: (handler) => handler };
  const startedMs = performance.now();
  const { handler } = await import(process.argv[1]);
  if (typeof handler !== "function") throw new Error("There is no handler.");
  process.stdout.write(String(performance.now() - startedMs));
  process.exit();`;

/** Loads a function in a process that has nothing cached and nothing beside it. @returns milliseconds @throws when it cannot be loaded */
export function loadMs(bundle: Bundle): number {
  const code = pathToFileURL(join(bundle.dir, "index.mjs")).href;
  const args = ["--input-type=module", "--eval", importing, code];
  const { stdout, stderr } = spawnSync(process.execPath, args, { env: linked(bundle, process.env), encoding: "utf8" });
  if (stdout === "") throw new Error(`${bundle.dir} cannot be loaded: ${stderr}`);
  return Number(stdout);
}
