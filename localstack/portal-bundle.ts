import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Portal } from "#schema/portals.ts";
import { sourceHash, stampDir } from "./build.ts";
import { nodeCommand } from "./node-command.ts";
import { root } from "./paths.ts";
import { readOrUndefined } from "./process-table.ts";
import { runScript } from "./run-script.ts";

/** A portal as it is deployed. */
export interface PortalBundle {
  portal: Portal;
  /** Folder that the stack names as the site's path: Next's build and OpenNext's are in it. */
  dir: string;
  /** Folder of the server function. */
  serverDir: string;
  /** Folder of what the store of the site serves. */
  assetsDir: string;
}

const openNextProgram = join(root, "node_modules/@opennextjs/aws/dist/index.js");
const madeHere = new Set([".next", ".open-next", "next-env.d.ts", "tsconfig.tsbuildinfo"]);

/** Where the bundle of a portal is, whether or not it has been made. */
export function portalBundle(portal: Portal): PortalBundle {
  const dir = join(root, "dist", portal);
  const output = join(dir, ".open-next");
  return { portal, dir, serverDir: join(output, "server-functions/default"), assetsDir: join(output, "assets") };
}

/** Whether a portal's sources changed since its bundle was made, or there is none. */
export function isBundleStale(portal: Portal): boolean {
  const made = readOrUndefined(stampPath(portal));
  return made !== sourceHash(portal) || !existsSync(join(portalBundle(portal).dir, ".open-next/open-next.output.json"));
}

/**
 * Puts the sources of a portal beside those of the others in `dist/`, so that a build there leaves alone what `npm start` serves; from
 * there the root and its packages are as far away as from `web/`.
 */
export function stagePortal(portal: Portal): void {
  const { dir } = portalBundle(portal);
  mkdirSync(dir, { recursive: true });
  // The folder itself stays: the program that wants the build may have been started in it.
  for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true, force: true });
  cpSync(join(root, "web", portal), dir, { recursive: true, filter: (source) => !madeHere.has(basename(source)) });
}

/**
 * Builds one portal for AWS and notes what it was built from.
 * @throws with the last lines of the build's output if it fails
 */
export async function bundlePortal(portal: Portal, progress: (text: string) => void): Promise<void> {
  const hash = sourceHash(portal);
  rmSync(stampPath(portal), { force: true });
  stagePortal(portal);
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const command = nodeCommand(openNextProgram, env, { args: ["build"] });
  await runScript({
    name: `bundle-${portal}`,
    logDir: stampDir,
    progress,
    command: { ...command, cwd: portalBundle(portal).dir },
  });
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(stampPath(portal), hash);
}

/** Bytes of all files of a folder. */
export function bytesIn(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

const stampPath = (portal: Portal): string => join(stampDir, `${portal}.bundle`);
