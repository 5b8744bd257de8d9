import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serveHealth } from "#functions/dispatcher/health.ts";
import { type Dispatcher, startDispatcher } from "#functions/dispatcher/index.ts";
import { freePorts } from "#localstack/ports.ts";
import { closeStores } from "#tests/support/close.ts";
import { type Walls, wallsDatabase } from "#tests/support/walls.ts";

// A dispatcher with a database of its own, and with a Redis that can be taken away.
const patience = { timeout: 20_000, interval: 50 };
const pieces = new Set<Socket>();
let walls: Walls;
let line: Server;
let dispatcher: Dispatcher;
let health: Awaited<ReturnType<typeof serveHealth>>;

beforeAll(async () => {
  walls = await wallsDatabase();
  const there = new URL(process.env["REDIS_URL"] ?? "");
  line = createServer((near) => {
    const far = connect(Number(there.port), there.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      pieces.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => pieces.delete(one));
    }
  });
  const { redis, gateway } = await freePorts();
  await new Promise<void>((resolve) => line.listen(redis, "127.0.0.1", resolve));
  process.env["REDIS_URL"] = `redis://127.0.0.1:${redis}/11`;
  dispatcher = await startDispatcher(["search__sync"]);
  health = await serveHealth(gateway, dispatcher.faults);
});
afterAll(async () => {
  health.stop();
  await closeStores();
  line.close();
  await walls.drop();
});

async function ask(path = "/healthz"): Promise<{ code: number; faults?: string[] }> {
  const answer = await fetch(`http://127.0.0.1:${health.port}${path}`);
  const text = await answer.text();
  return { code: answer.status, ...(text ? (JSON.parse(text) as { faults: string[] }) : {}) };
}
const well = { code: 200, faults: [] };

test("a dispatcher that serves is healthy, and says nothing else", async () => {
  expect(await ask()).toMatchObject(well);
  expect(await ask("/")).toEqual({ code: 404 });
});

test("a relay that has not looked for a minute is a fault until it looks again", async () => {
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 61_000);
  expect(await dispatcher.faults()).toEqual(["The relay has not looked for a minute."]);
  await vi.waitFor(async () => expect(await ask()).toMatchObject(well), patience);
  clock.mockRestore();
});

/** Takes Redis away. @returns how to bring it back */
function cut(): () => Promise<void> {
  const { port } = line.address() as { port: number };
  line.close();
  for (const piece of pieces) piece.destroy();
  return () => new Promise<void>((resolve) => line.listen(port, "127.0.0.1", resolve));
}

test("without Redis it is not healthy, and says so within seconds; with it, it is again", async () => {
  const mend = cut();
  const askedAt = performance.now();
  expect(await ask()).toMatchObject({ code: 503, faults: expect.arrayContaining(["Redis does not answer."]) });
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  await mend();
  await vi.waitFor(async () => expect(await ask()).toMatchObject(well), patience);
});

test("one that stopped, also while Redis was away, listens to no queue, and says so", async () => {
  const mend = cut();
  expect((await ask()).faults).toContain("Redis does not answer.");
  const stopped = dispatcher.stop();
  await mend();
  await stopped;
  expect(await ask()).toMatchObject({ code: 503, faults: ["Nobody listens to search__sync."] });
});
