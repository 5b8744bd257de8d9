import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { acquireRun } from "#localstack/lock.ts";
import type { Service } from "#localstack/managed-child.ts";
import { nodeCommand } from "#localstack/node-command.ts";
import { takenPorts } from "#localstack/port-check.ts";
import { freePorts, resolvePorts } from "#localstack/ports.ts";
import { processMark } from "#localstack/process-table.ts";
import { createSupervisor, type Supervisor, type SupervisorEvent } from "#localstack/supervisor.ts";

const patience = { timeout: 20_000, interval: 25 };
const fixtures = join(import.meta.dirname, "fixtures");

let dir: string;
let supervisors: Supervisor[];
let clouds: ChildProcess[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "supervisor-"));
  supervisors = [];
  clouds = [];
});

afterEach(async () => {
  await Promise.all(supervisors.map((supervisor) => supervisor.stop()));
  for (const cloud of clouds) cloud.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

function supervise(
  checkEveryMs = 20_000,
  record: (children: readonly { name: string }[]) => void = () => undefined,
): { supervisor: Supervisor; events: SupervisorEvent[] } {
  const events: SupervisorEvent[] = [];
  const report = (event: SupervisorEvent): void => void events.push(event);
  const supervisor = createSupervisor({ logDir: join(dir, "log"), report, record, checkEveryMs });
  supervisors.push(supervisor);
  return { supervisor, events };
}

function answering(name: string, port: number, env: Record<string, string> = {}): Service {
  const command = () => nodeCommand(join(fixtures, "answering.ts"), { PORT: String(port), ...env });
  const alive = async () => (await pidAt(port, { withinMs: 1_000 })) !== undefined;
  return { name, ready: "line", command, alive };
}

/** Which process answers at a port, undefined where none does within a time that a slow machine does not use up. */
async function pidAt(port: number, { path = "/", withinMs = 15_000 } = {}): Promise<number | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(withinMs) });
    return Number(await response.text());
  } catch {
    return undefined;
  }
}

/** Kills what answers at a port. @returns its number */
async function killAt(port: number): Promise<number> {
  const pid = await pidAt(port);
  // Without a number the signal would go to all processes of this test.
  if (!pid) throw new Error(`Nothing answers at port ${port}.`);
  process.kill(pid, "SIGKILL");
  return pid;
}

function isGone(pid: number): boolean {
  return processMark(pid) === undefined;
}

function startCloud(ports: readonly number[]): { cloud: ChildProcess; said: () => string } {
  const { file, args, env } = nodeCommand(join(fixtures, "small-cloud.ts"), {}, { args: [dir, ...ports.map(String)] });
  const cloud = spawn(file, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  clouds.push(cloud);
  let output = "";
  cloud.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return { cloud, said: () => output };
}

async function pidsOf(said: () => string): Promise<number[]> {
  const list = await vi.waitFor(() => {
    const [, pids] = /^up (.+)$/m.exec(said()) ?? [];
    if (!pids) throw new Error(`not up yet: ${said()}`);
    return pids;
  }, patience);
  return list.split(",").map(Number);
}

const first = { startedAt: new Date().toISOString(), restarts: 0 };

describe("a supervised process", () => {
  test("is replaced within seconds when it is killed, and the recovery is reported", async () => {
    const { api: port } = await freePorts();
    const { supervisor, events } = supervise();
    await supervisor.start([answering("one", port)]);
    const before = await killAt(port);
    await vi.waitFor(() => expect(events.map(({ kind }) => kind)).toEqual(["ready", "died", "healed"]), patience);
    const after = await pidAt(port);
    expect(after).toBeTypeOf("number");
    expect(after).not.toBe(before);
  });

  test("is replaced when it lives but no longer answers", async () => {
    const { api: port } = await freePorts();
    const { supervisor, events } = supervise(50);
    await supervisor.start([answering("one", port)]);
    const before = await pidAt(port);
    await pidAt(port, { path: "/hang", withinMs: 500 });
    await vi.waitFor(() => expect(events.map(({ kind }) => kind)).toEqual(["ready", "hangs", "healed"]), patience);
    expect(await pidAt(port)).not.toBe(before);
  });

  test("that ends at once makes the start fail with what it said last", async () => {
    const { supervisor } = supervise();
    const command = () => ({ file: process.execPath, args: ["-e", "console.error('no such key'); process.exit(3)"] });
    const start = supervisor.start([{ name: "broken", ready: "line", command }]);
    await expect(start).rejects.toThrow(/broken ended before it was ready \(exit code 3\)[\s\S]*no such key/);
  });

  test("whose program does not exist makes the start fail with its name", async () => {
    const { supervisor } = supervise();
    const command = () => ({ file: "/no/such/program", args: [] });
    const start = supervisor.start([{ name: "absent", ready: "line", command }]);
    await expect(start).rejects.toThrow(/absent could not be started: .*ENOENT/);
  });

  test("that keeps failing is reported as down, with its log", async () => {
    const { supervisor, events } = supervise();
    let broken = false;
    const { api: port } = await freePorts();
    const good = answering("flaky", port);
    const command = () => (broken ? { file: process.execPath, args: ["-e", "process.exit(1)"] } : good.command());
    await supervisor.start([{ ...good, command }]);
    broken = true;
    await killAt(port);
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: "down", service: "flaky" }), patience);
    expect(events.at(-1)).toHaveProperty("logPath", join(dir, "log", "flaky.log"));
  });
});

describe("stopping", () => {
  test("leaves no process behind, not even one that is being replaced", async () => {
    const { api, dm } = await freePorts();
    const { supervisor } = supervise();
    await supervisor.start([answering("one", api)]);
    await supervisor.start([answering("two", dm)]);
    const pids = supervisor.children().map(({ pid }) => pid);
    process.kill(pids[1] ?? 0, "SIGKILL");
    await supervisor.stop();
    expect(pids).toHaveLength(2);
    expect(pids.every(isGone)).toBe(true);
    expect(supervisor.children()).toEqual([]);
    expect([await pidAt(api), await pidAt(dm)]).toEqual([undefined, undefined]);
  });

  test("ends later layers before earlier ones", async () => {
    const { api, dm } = await freePorts();
    const running: string[][] = [];
    const { supervisor } = supervise(20_000, (children) => void running.push(children.map(({ name }) => name)));
    await supervisor.start([answering("store", api)]);
    await supervisor.start([answering("product", dm)]);
    await supervisor.stop();
    expect(running.slice(-2)).toEqual([["store"], []]);
  });

  test("kills a process that ignores the request", { timeout: 30_000 }, async () => {
    const { api: port } = await freePorts();
    const { supervisor } = supervise();
    await supervisor.start([answering("stubborn", port, { STUBBORN: "yes" })]);
    const pid = supervisor.children()[0]?.pid ?? 0;
    await supervisor.stop();
    expect(isGone(pid)).toBe(true);
  });
});

describe("a cloud in a process of its own", () => {
  test("ends with its children on SIGTERM and frees its place", async () => {
    const { api, dm } = await freePorts();
    const { cloud, said } = startCloud([api, dm]);
    const pids = await pidsOf(said);
    const code = new Promise((resolve) => cloud.once("exit", resolve));
    cloud.kill("SIGTERM");
    expect(await code).toBe(0);
    expect(pids.every(isGone)).toBe(true);
    expect(await acquireRun(dir)).toHaveProperty("lock");
  });

  test("leaves no orphan when it is killed, and the next one starts", async () => {
    const { api, dm } = await freePorts();
    const first = startCloud([api, dm]);
    const orphans = await pidsOf(first.said);
    first.cloud.kill("SIGKILL");
    await vi.waitFor(() => expect(orphans.every(isGone)).toBe(true), patience);
    const second = startCloud([api, dm]);
    expect(await pidsOf(second.said)).toHaveLength(2);
  });

  test("cleans up what a killed one left when nothing else did", async () => {
    const { api, dm } = await freePorts();
    const { file, args, env } = nodeCommand(join(fixtures, "answering.ts"), { PORT: String(api), STUBBORN: "" });
    const leftover = spawn(file, args, { env, detached: true, stdio: "ignore" });
    leftover.unref();
    await vi.waitFor(async () => expect(await pidAt(api)).toBe(leftover.pid), patience);
    const pid = leftover.pid ?? 0;
    const claim = await acquireRun(dir);
    if (!("lock" in claim)) throw new Error("the folder is new");
    claim.lock.update({ children: [{ name: "left", pid, mark: processMark(pid), signal: "SIGTERM", ...first }] });
    forgeDeadOwner();
    const { said } = startCloud([api, dm]);
    expect(await pidsOf(said)).toHaveLength(2);
    expect(isGone(pid)).toBe(true);
  });

  test("has its place to itself where two come at once for what a killed one left", async () => {
    const claim = await acquireRun(dir);
    if (!("lock" in claim)) throw new Error("the folder is new");
    forgeDeadOwner();
    const claims = await Promise.all([acquireRun(dir), acquireRun(dir)]);
    expect(claims.filter((one) => "lock" in one)).toHaveLength(1);
  });

  test("does not touch a process that got the number of a dead child", async () => {
    const claim = await acquireRun(dir);
    if (!("lock" in claim)) throw new Error("the folder is new");
    const innocent = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    clouds.push(innocent);
    const pid = innocent.pid ?? 0;
    claim.lock.update({ children: [{ name: "old", pid, mark: "an earlier time", signal: "SIGKILL", ...first }] });
    forgeDeadOwner();
    expect(await acquireRun(dir)).toHaveProperty("lock");
    expect(isGone(pid)).toBe(false);
  });

  test("is found by a second one, which does not start", async () => {
    const { api, dm } = await freePorts();
    const first = startCloud([api, dm]);
    await pidsOf(first.said);
    const second = startCloud([api, dm]);
    await vi.waitFor(() => expect(second.said()).toBe(`other ${first.cloud.pid}\n`), patience);
  });
});

describe("ports", () => {
  test("a taken port is named with its holder and the variable that moves it", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const [sentence, ...more] = await takenPorts({ ...(await freePorts()), api: port }, ["api", "dm"]);
    server.close();
    expect(sentence).toContain(`Port ${port} for api is taken by process ${process.pid}`);
    expect(sentence).toContain("PORT_API");
    expect(more).toEqual([]);
  });

  test("that were free are given to nobody else, though nothing listens there yet", async () => {
    const given: number[] = [];
    for (let table = 0; table < 60; table++) given.push(...Object.values(await freePorts()));
    expect(new Set(given).size).toBe(given.length);
  });

  test("an offset moves all, one variable moves one, and nonsense is refused", () => {
    expect(resolvePorts({ PORT_OFFSET: "100", PORT_DM: "4000" })).toMatchObject({ dashboard: 3100, dm: 4000 });
    expect(() => resolvePorts({ PORT_API: "http" })).toThrow(/PORT_API must be a whole number/);
    expect(() => resolvePorts({ PORT_API: "3002" })).toThrow(/3002 is given to both dm and api/);
  });
});

/** Makes the lock file look as if its owner were long gone. */
function forgeDeadOwner(): void {
  const path = join(dir, "run.json");
  const run = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...run, mark: "an earlier time" }));
}
