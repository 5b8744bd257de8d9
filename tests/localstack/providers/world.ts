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
  /** What a provider received, newest first. */
  calls(provider: string): Promise<Received[]>;
  /** Posts to the control API. */
  steer(path: string, body: object): Promise<void>;
  ask<T = unknown>(path: string, init?: Ask): Promise<Answer<T>>;
}

interface Received {
  method: string;
  path: string;
  headers: Record<string, string>;
  status: number;
  body: Record<string, unknown>;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  form?: Record<string, string>;
}

/** `body` is parsed JSON of the shape the test expects, or the text if it is none. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
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
    for (const what of ["faults", "calls", "replies", "webhooks"])
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
    steer: post,
    ask: (path, init) => ask(running.url + path, init),
  };
}

async function ask<T>(url: string, { method, headers = {}, json, form }: Ask = {}): Promise<Answer<T>> {
  const body = form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json);
  const type: Record<string, string> = json === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(url, {
    method: method ?? (body === null ? "GET" : "POST"),
    headers: { ...type, ...headers },
    body,
    redirect: "manual",
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parse(text) as T };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
