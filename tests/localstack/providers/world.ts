import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Simulators, startSimulators } from "#localstack/providers/index.ts";

export interface World {
  url: string;
  wordpressPassword: string;
  fault(fault: Record<string, unknown>): Promise<void>;
  reply(provider: string, text: string): Promise<void>;
  calls(provider: string): Promise<{ method: string; path: string; status: number; body: Record<string, unknown> }[]>;
}

/** Starts the simulators for a test file, reachable through the guard, and clears faults and calls before each test. */
export function simulatedWorld(): World {
  let running: Simulators;
  let dataDir: string;
  const post = async (path: string, body: object) => {
    const answer = await fetch(running.url + path, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "simulators-"));
    running = await startSimulators({ port: 0, dataDir });
    process.env["OUTBOUND_ALLOW"] = new URL(running.url).host;
  });
  beforeEach(async () => {
    for (const what of ["faults", "calls", "replies"])
      await fetch(`${running.url}/admin/${what}`, { method: "DELETE" });
  });
  afterAll(async () => {
    delete process.env["OUTBOUND_ALLOW"];
    await running.stop();
    await rm(dataDir, { recursive: true });
  });
  return {
    get url() {
      return running.url;
    },
    get wordpressPassword() {
      return running.wordpressPassword;
    },
    fault: (fault) => post("/admin/faults", fault),
    reply: (provider, text) => post("/admin/replies", { provider, text }),
    calls: async (provider) => {
      const answer = await fetch(`${running.url}/admin/calls?provider=${provider}`);
      return ((await answer.json()) as { calls: Awaited<ReturnType<World["calls"]>> }).calls;
    },
  };
}
