import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Simulators, startSimulators } from "#localstack/providers/index.ts";
import { asPlatform } from "#platform/db.ts";
import { withAdapters, withoutAdapters } from "#tests/support/adapters.ts";
import type { TestTenant } from "#tests/support/tenant.ts";

const kinds = {
  anthropic: { path: "/anthropic/v1", model: "claude-sonnet-4-5" },
  openai: { path: "/openai/v1", model: "gpt-5-mini" },
  google: { path: "/google/v1beta", model: "gemini-2.5-flash" },
} as const;
export type Kind = keyof typeof kinds;

/** What a provider says: words, a refusal, or the call of a tool. */
export type Said = string | { refuses: true } | { tool: { name: string; input: Record<string, unknown> } };

/** A provider of a test file, which says what it was told to say, and another that may stand in for it. */
export interface Provider {
  kind: Kind;
  model: string;
  /** Lets the models of a tenant be those two from now on. */
  serve(tenant: TestTenant): Promise<void>;
  /** What is said next, in this order. */
  says(...lines: readonly Said[]): Promise<void>;
  /** What it was asked since it was last told to speak, as sent, the first one first. */
  asked(): Promise<string[]>;
  /** How often the other one was asked since then. */
  others(): Promise<number>;
}

/** Starts a provider for a test file, in its own wire format, beside all others. */
export function ownProvider(kind: Kind): Provider {
  const other: Kind = kind === "openai" ? "anthropic" : "openai";
  let running: Simulators;
  let dataDir: string;
  let names: string[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "answers-"));
    running = await startSimulators({ port: 0, dataDir });
    process.env["OUTBOUND_ALLOW"] = [process.env["OUTBOUND_ALLOW"], new URL(running.url).host].join(",");
    const adapter = (one: Kind) => ({
      kind: one,
      model: kinds[one].model,
      baseUrl: running.url + kinds[one].path,
      priority: 900,
    });
    names = await withAdapters(adapter(kind), adapter(other));
  });
  afterAll(async () => {
    await withoutAdapters();
    await running.stop();
    await rm(dataDir, { recursive: true });
  });
  const send = (path: string, body: object) =>
    fetch(`${running.url}/admin/${path}`, { method: "POST", body: JSON.stringify(body) });
  const calls = async (one: Kind) => {
    const answer = await fetch(`${running.url}/admin/calls?provider=${one}`);
    return ((await answer.json()) as { calls: { body: unknown }[] }).calls.map(({ body }) => JSON.stringify(body));
  };
  return {
    kind,
    model: kinds[kind].model,
    serve: async ({ id }) => {
      const [first = ""] = names;
      await asPlatform((tx) =>
        tx.updateTable("tenants").set({ defaultAdapter: first, allowedAdapters: names }).where("id", "=", id).execute(),
      );
    },
    says: async (...lines) => {
      const forget = (what: string) => fetch(`${running.url}/admin/${what}`, { method: "DELETE" });
      await Promise.all(["faults", "calls", "replies"].map(forget));
      for (const line of lines)
        if (typeof line === "string") await send("replies", { provider: kind, text: line });
        else if ("tool" in line) await send("replies", { provider: kind, ...line });
        else await send("faults", { provider: kind, kind: "refusal" });
    },
    asked: async () => (await calls(kind)).toReversed(),
    others: async () => (await calls(other)).length,
  };
}
