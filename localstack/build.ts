import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Portal, portals } from "#schema/portals.ts";
import { contentHash } from "./content-hash.ts";
import { portalEnvironment } from "./environment.ts";
import { nodeCommand } from "./node-command.ts";
import { dataRoot, root } from "./paths.ts";
import { runScript } from "./run-script.ts";

/** Next's command line. */
export const nextProgram = join(root, "node_modules/next/dist/bin/next");

/** Where builds note what they were made from. */
export const stampDir = join(dataRoot, "build");
const sources = ["schema", "package-lock.json", "tsconfig.json", "web/kit"];

/** Portals whose sources changed since they were built. */
export function stalePortals(): Portal[] {
  return portals.filter((portal) => {
    return readStamp(portal) !== sourceHash(portal) || !existsSync(join(root, "web", portal, ".next/BUILD_ID"));
  });
}

export type BuildOptions = {
  env: Record<string, string>;
  logDir: string;
  progress: (text: string) => void;
  signal?: AbortSignal;
};

/**
 * Builds one portal for production and notes what it was built from.
 * @throws with the last lines of the build's output if it fails
 */
export async function buildPortal(portal: Portal, { env, logDir, progress, signal }: BuildOptions): Promise<void> {
  const hash = sourceHash(portal);
  rmSync(stampPath(portal), { force: true });
  await runScript({
    name: `build-${portal}`,
    logDir,
    progress,
    ...(signal ? { signal } : {}),
    command: nodeCommand(
      nextProgram,
      { ...portalEnvironment(env), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      { args: ["build", `web/${portal}`] },
    ),
  });
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(stampPath(portal), JSON.stringify({ hash, builtAt: new Date().toISOString() }));
}

/** Hash of all that a portal is made of. */
export function sourceHash(portal: Portal): string {
  return contentHash([...sources, `web/${portal}`]);
}

function stampPath(portal: Portal): string {
  return join(stampDir, `${portal}.json`);
}

function readStamp(portal: Portal): string | undefined {
  try {
    return (JSON.parse(readFileSync(stampPath(portal), "utf8")) as { hash?: string }).hash;
  } catch {
    return undefined;
  }
}
