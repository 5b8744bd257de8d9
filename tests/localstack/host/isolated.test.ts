import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { runs, signalFile, world } from "./world.ts";

interface Told {
  pid: number;
  calls: number;
  event: object;
  name: string;
  remainingMs: number;
}

const linux = process.platform === "linux";
const failed = (error: object) => ({ kind: "failed", error: expect.objectContaining(error) });
const soon = { timeout: 15_000, interval: 10 };

describe("a function", () => {
  test("starts at its first call and stays warm for the next", async () => {
    const { call, lines } = await world("behave", { timeoutMs: 7_000 });
    const first = (await call({ n: 1 })) as Told;
    const second = (await call({ n: 2 })) as Told;
    expect(first).toMatchObject({ calls: 1, event: { n: 1 }, name: "fn" });
    expect(second).toMatchObject({ calls: 2, event: { n: 2 }, pid: first.pid });
    expect(first.remainingMs).toBeGreaterThan(0);
    expect(first.remainingMs).toBeLessThanOrEqual(7_000);
    await vi.waitFor(() => expect(lines).toEqual(["call 1", "call 2"]), soon);
  });

  test("that throws is told by name, message and trace, and stays warm", async () => {
    const { call } = await world("behave");
    const { pid } = (await call()) as Told;
    const trace = expect.arrayContaining(["TypeError: it does not fit"]);
    expect(await call({ do: "throw" })).toEqual(
      failed({ errorType: "TypeError", errorMessage: "it does not fit", trace }),
    );
    expect(await call()).toMatchObject({ pid, calls: 3 });
  });

  test("whose process ends, or whose promise nobody waits for, fails; the next call starts anew", async () => {
    const { call } = await world("behave");
    const { pid } = (await call()) as Told;
    expect(await call({ do: "exit" })).toEqual(
      failed({ errorType: "Runtime.ExitError", errorMessage: expect.stringContaining("exit status 3") }),
    );
    const { pid: next } = (await call()) as Told;
    expect(next).not.toBe(pid);
    expect(await call({ do: "reject" })).toEqual(
      failed({ errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "nobody waits for this" }),
    );
    expect(await call()).toMatchObject({ calls: 1 });
  });

  test("that cannot start tells why, and is tried again by each call", async () => {
    const { call } = await world("broken");
    const error = failed({ errorType: "Error", errorMessage: "no database is linked" });
    expect([await call(), await call()]).toEqual([error, error]);
  });

  test("without the export it is named by cannot start", async () => {
    const path = "tests/localstack/host/handlers/behave.nothing";
    const { call } = await world("behave", { path });
    expect(await call()).toEqual(
      failed({ errorType: "Runtime.HandlerNotFound", errorMessage: "index.nothing is undefined or not exported" }),
    );
  });

  test("that answers more than 6 MB fails", async () => {
    const { call } = await world("behave");
    expect(await call({ do: "big" })).toEqual(failed({ errorType: "Function.ResponseSizeTooLarge" }));
  });

  test("gets of the environment what its code names, and what Lambda sets", async () => {
    const { call } = await world("behave", {}, { env: { HOST_TEST_WANTED: "yes", HOST_TEST_OTHER: "no", HOME: "/" } });
    const { wanted, names } = (await call({ do: "environment" })) as { wanted: string; names: string[] };
    expect(wanted).toBe("yes");
    expect(names).toEqual(expect.arrayContaining(["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_RUNTIME_API", "_HANDLER"]));
    expect(names.filter((name) => ["HOST_TEST_OTHER", "HOME", "DATABASE_URL", "DATABASE_POOL"].includes(name))).toEqual(
      [],
    );
  });
});

describe("an instance", () => {
  test("runs one invocation at a time: two at once are two processes, and both are used again", async () => {
    const { call, lines } = await world("behave");
    const go = signalFile();
    const both = [call({ until: go.path }), call({ until: go.path })];
    await vi.waitFor(() => expect(lines).toEqual(["call 1", "call 1"]), soon);
    go.make();
    const pids = new Set(((await Promise.all(both)) as Told[]).map(({ pid }) => pid));
    expect(pids.size).toBe(2);
    expect(pids).toContain(((await call()) as Told).pid);
  });

  test("is refused beyond the reserved concurrency and free again afterwards", async () => {
    const { call } = await world("behave", { concurrency: 1 });
    const go = signalFile();
    const first = call({ until: go.path });
    expect(await call()).toEqual({ kind: "throttled" });
    go.make();
    const { pid } = (await first) as Told;
    expect(await call()).toMatchObject({ pid, calls: 2 });
  });

  test("is waited for where no concurrency is reserved, in order", async () => {
    const { call } = await world("behave", { concurrency: 1, reserved: false });
    const told = (await Promise.all([call({ n: 1 }), call({ n: 2 }), call({ n: 3 })])) as Told[];
    expect(told.map(({ calls, event }) => ({ calls, event }))).toEqual(
      [1, 2, 3].map((n) => ({ calls: n, event: { n } })),
    );
  });

  test("that had nothing to do for its idle time ends", async () => {
    const { call } = await world("behave", {}, { idleMs: 20 });
    const { pid } = (await call()) as Told;
    await vi.waitFor(() => expect(runs(pid)).toBe(false), soon);
    expect(await call()).toMatchObject({ calls: 1 });
  });

  test("that runs out of time is killed, even in a loop without end", async () => {
    const { call } = await world("behave", { timeoutMs: 1_500 });
    const { pid } = (await call()) as Told;
    expect(await call({ do: "hang" })).toEqual(
      failed({
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/^RequestId: [\w-]{36} Error: Task timed out after 1\.50 seconds$/),
      }),
    );
    await vi.waitFor(() => expect(runs(pid)).toBe(false), soon);
    expect(await call()).toMatchObject({ calls: 1 });
  });

  test.runIf(linux)("that grows beyond its memory is killed, also by what is not on the heap", async () => {
    const { call } = await world("behave", { memoryMb: 160 });
    expect(await call({ do: "eat" })).toEqual(
      failed({ errorType: "Runtime.OutOfMemory", errorMessage: expect.stringContaining("signal: killed") }),
    );
  });

  test.runIf(linux)("stands still between invocations and goes on with the next", async () => {
    const { call } = await world("behave");
    const { pid } = (await call()) as Told;
    await vi.waitFor(() => expect(stateOf(pid)).toBe("T"), soon);
    const go = signalFile();
    const next = call({ until: go.path });
    await vi.waitFor(() => expect(stateOf(pid)).toMatch(/[RS]/), soon);
    go.make();
    expect(await next).toMatchObject({ pid, calls: 2 });
  });
});

function stateOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
}
