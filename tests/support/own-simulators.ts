import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Simulators, startSimulators } from "#localstack/providers/index.ts";

/** Gives a test file an outside world of its own: nobody else meets its faults, and what is counted there came from it. */
export function ownSimulators(): void {
  let running: Simulators | undefined;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "own-simulators-"));
    running = await startSimulators({ port: 0, dataDir });
    const allowed = [process.env["OUTBOUND_ALLOW"], new URL(running.url).host].filter(Boolean).join(",");
    const own = { SIMULATOR_URL: running.url, SIMULATOR_WORDPRESS_PASSWORD: running.wordpressPassword };
    Object.assign(process.env, { ...own, OUTBOUND_ALLOW: allowed });
  });
  afterAll(async () => {
    await running?.stop();
    await rm(dataDir, { recursive: true });
  });
}
