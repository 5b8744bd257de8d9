import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { UnrecoverableError } from "bullmq";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePorts } from "#localstack/ports.ts";
import { type RedisFlavour, startRedis } from "#localstack/services/redis.ts";
import { installedRedis, type RedisProgram, unpackedRedis } from "#localstack/services/redis-program.ts";
import { Kit } from "./redis-kit.ts";

const given = process.env["CONTRACT_REDIS_URL"];
const patience = { timeout: 20_000, interval: 20 };

// All three ways to find one. Where none is on PATH, what was unpacked is put there; systems without apt have but the last.
const unpacked = given ? undefined : await unpackedRedis(() => undefined);
const servers: [title: string, flavour: RedisFlavour | undefined][] = given
  ? [["the given server", undefined]]
  : [
      ...(unpacked || (await installedRedis()) ? [["a server on PATH", "installed"] as const] : []),
      ...(unpacked ? [["the server unpacked from the system's packages", "unpacked"] as const] : []),
      ["the server written in JavaScript", "script"],
    ].map(([title, flavour]) => [title, flavour] as [string, RedisFlavour]);

/** Puts a program on PATH under its own name. */
function putOnPath({ file, libraries }: RedisProgram, dir: string): void {
  const script = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(":")}' exec '${file}' "$@"\n`;
  writeFileSync(join(dir, basename(file)), script, { mode: 0o755 });
  process.env["PATH"] = `${dir}:${process.env["PATH"]}`;
}

describe.each(servers)("on %s", (_title, flavour) => {
  let url = given ?? "";
  let dir: string | undefined;
  let server: Awaited<ReturnType<typeof startRedis>> | undefined;

  beforeAll(async () => {
    if (given) return;
    dir = mkdtempSync(join(tmpdir(), "redis-"));
    if (flavour === "installed" && unpacked && !(await installedRedis())) putOnPath(unpacked, dir);
    const port = (await freePorts()).redis;
    server = await startRedis({ port, dataDir: join(dir, "redis"), ...(flavour ? { flavour } : {}) });
    url = server.url;
  }, 180_000);

  afterAll(async () => {
    await server?.stop();
    if (dir) rmSync(dir, { recursive: true, force: true });
  });

  const scenario = (title: string, run: (kit: Kit) => Promise<void>): void => {
    test.concurrent(title, { timeout: 30_000 }, async () => {
      const kit = new Kit(url);
      await run(kit).finally(() => kit.close());
    });
  };

  scenario("a job is done and its result comes back", async (kit) => {
    const events = await kit.events();
    kit.worker((job) => Promise.resolve({ sum: job.data.x + 1 }));
    const job = await kit.queue().add("add", { x: 41 });
    expect(await job.waitUntilFinished(events, 20_000)).toEqual({ sum: 42 });
  });

  scenario("a delayed job does not run before its time", async (kit) => {
    const started = new Promise<number>((resolve) => {
      kit.worker(() => Promise.resolve(resolve(Date.now())));
    });
    const added = Date.now();
    await kit.queue().add("later", {}, { delay: 300 });
    expect((await started) - added).toBeGreaterThanOrEqual(300);
  });

  scenario("a job that fails is tried again, later each time", async (kit) => {
    const times: number[] = [];
    const worker = kit.worker(() => {
      times.push(Date.now());
      return times.length < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve("done");
    });
    const done = new Promise<number>((resolve) => worker.on("completed", (job) => resolve(job.attemptsMade)));
    await kit.queue().add("try", {}, { attempts: 5, backoff: { type: "exponential", delay: 50 } });
    expect(await done).toBe(3);
    const [first = 0, second = 0, third = 0] = times;
    expect([second - first >= 50, third - second >= 100]).toEqual([true, true]);
  });

  scenario("a job that cannot succeed is not tried again until somebody asks for it", async (kit) => {
    let runs = 0;
    kit.worker(() => (runs++ === 0 ? Promise.reject(new UnrecoverableError("never")) : Promise.resolve()));
    const queue = kit.queue();
    await queue.add("once", {}, { attempts: 5 });
    const [failed] = await vi.waitFor(async () => {
      const jobs = await queue.getFailed();
      expect(jobs).toHaveLength(1);
      return jobs;
    }, patience);
    expect([failed?.failedReason, runs]).toEqual(["never", 1]);
    await failed?.retry();
    await vi.waitFor(async () => expect(await queue.getCompletedCount()).toBe(1), patience);
  });

  scenario("jobs run in the order of their priority", async (kit) => {
    const order: number[] = [];
    const jobs = [5, 1, 3, 2, 4].map((priority) => ({ name: "rank", data: { priority }, opts: { priority } }));
    await kit.queue().addBulk(jobs);
    kit.worker((job) => Promise.resolve(order.push(job.data.priority)), { concurrency: 1 });
    await vi.waitFor(() => expect(order).toEqual([1, 2, 3, 4, 5]), patience);
  });

  scenario("a parent runs after its children and sees what they found", async (kit) => {
    const seen = new Promise<unknown>((resolve) => {
      kit.worker(async (job) => {
        if (job.name === "parent") resolve(Object.values(await job.getChildrenValues()).sort());
        return job.name;
      });
    });
    const child = (name: string) => ({ name, queueName: kit.name });
    await kit.flow().add({ ...child("parent"), children: [child("first"), child("second")] });
    expect(await seen).toEqual(["first", "second"]);
  });

  scenario("a schedule runs again and again until it is removed", async (kit) => {
    const queue = kit.queue();
    let ticks = 0;
    kit.worker(() => Promise.resolve(ticks++));
    await queue.upsertJobScheduler("tick", { every: 100 }, { name: "tick" });
    await vi.waitFor(() => expect(ticks).toBeGreaterThanOrEqual(3), patience);
    expect(await queue.getJobSchedulers()).toHaveLength(1);
    await queue.removeJobScheduler("tick");
    expect(await queue.getJobSchedulers()).toEqual([]);
  });

  scenario("a schedule by the clock knows its time zone", async (kit) => {
    const queue = kit.queue();
    const asked = new Date();
    await queue.upsertJobScheduler("morning", { pattern: "30 9 * * *", tz: "Asia/Kolkata" }, { name: "morning" });
    const [schedule] = await queue.getJobSchedulers();
    const next = new Date(schedule?.next ?? 0);
    expect([schedule?.pattern, next > asked, next.toISOString().slice(11, 16)]).toEqual(["30 9 * * *", true, "04:00"]);
    await queue.removeJobScheduler("morning");
  });

  scenario("no more jobs start than the rate allows", async (kit) => {
    const times: number[] = [];
    await kit.queue().addBulk(Array.from({ length: 5 }, () => ({ name: "slow", data: {} })));
    const limiter = { max: 2, duration: 300 };
    const worker = kit.worker(() => Promise.resolve(times.push(Date.now())), { limiter, autorun: false });
    await worker.waitUntilReady();
    // The rate counts from when the server gave a job away, which may be long before the job is begun.
    const opened = Date.now();
    void worker.run();
    await vi.waitFor(() => expect(times).toHaveLength(5), patience);
    expect((times[4] ?? 0) - opened).toBeGreaterThanOrEqual(500);
  });

  scenario("a paused queue starts nothing until it is resumed", async (kit) => {
    const queue = kit.queue();
    let runs = 0;
    await queue.pause();
    await queue.add("wait", {});
    const worker = kit.worker(() => Promise.resolve(runs++));
    await worker.waitUntilReady();
    expect([await queue.isPaused(), runs]).toEqual([true, 0]);
    await queue.resume();
    await vi.waitFor(() => expect(runs).toBe(1), patience);
  });

  scenario("a job of the same id or the same purpose is added once", async (kit) => {
    const queue = kit.queue();
    for (let i = 0; i < 2; i++) {
      await queue.add("named", {}, { jobId: "same" });
      await queue.add("meant", {}, { deduplication: { id: "purpose", ttl: 20_000 } });
    }
    expect(await queue.getWaitingCount()).toBe(2);
  });

  scenario("progress is told while a job runs, and its log is kept", async (kit) => {
    const events = await kit.events();
    const progress = new Promise((resolve) => events.on("progress", ({ data }) => resolve(data)));
    kit.worker(async (job) => {
      await job.log("half way");
      await job.updateProgress({ percent: 50 });
    });
    const queue = kit.queue();
    const job = await queue.add("report", {});
    expect(await progress).toEqual({ percent: 50 });
    expect((await queue.getJobLogs(job.id ?? "")).logs).toEqual(["half way"]);
  });

  scenario("a job whose worker went silent is done by another", async (kit) => {
    let runs = 0;
    const done = new Promise<number>((resolve) => {
      const silent = { stalledInterval: 300, lockDuration: 250, skipLockRenewal: true, concurrency: 2 };
      kit.worker(() => (++runs === 1 ? new Promise(() => undefined) : Promise.resolve(resolve(runs))), silent);
    });
    await kit.queue().add("lost", {});
    expect(await done).toBe(2);
  });

  scenario("done jobs are kept as told, cleaned and wiped out without a trace", async (kit) => {
    const queue = kit.queue();
    let completed = 0;
    const worker = kit.worker(() => Promise.resolve());
    worker.on("completed", () => completed++);
    await queue.addBulk(Array.from({ length: 20 }, () => ({ name: "short", data: {}, opts: { removeOnComplete: 5 } })));
    await vi.waitFor(() => expect(completed).toBe(20), patience);
    expect(await queue.getCompletedCount()).toBe(5);
    await worker.close();
    await queue.clean(0, 100, "completed");
    expect(await queue.getCompletedCount()).toBe(0);
    await queue.obliterate({ force: true });
    expect(await kit.redis().keys(`bull:${kit.name}:*`)).toEqual([]);
  });

  scenario("many jobs of two workers are each done once", async (kit) => {
    const done: number[] = [];
    const numbers = Array.from({ length: 150 }, (_, n) => n);
    for (let i = 0; i < 2; i++) kit.worker((job) => Promise.resolve(done.push(job.data.n)), { concurrency: 10 });
    await kit.queue().addBulk(numbers.map((n) => ({ name: "one", data: { n }, opts: { removeOnComplete: true } })));
    await vi.waitFor(() => expect(done.length).toBeGreaterThanOrEqual(numbers.length), patience);
    expect(done.sort((a, b) => a - b)).toEqual(numbers);
  });

  scenario("a waiting worker starts at once when a job is added", async (kit) => {
    const queue = kit.queue();
    let started: (() => void) | undefined;
    await kit.worker(() => Promise.resolve(started?.())).waitUntilReady();
    for (let i = 0; i < 3; i++) {
      const added = Date.now();
      const start = new Promise<void>((resolve) => {
        started = resolve;
      });
      await queue.add("now", {});
      await start;
      expect(Date.now() - added).toBeLessThan(4_500);
    }
  });

  if (flavour === "script")
    test.concurrent.each(["CLUSTER INFO", "MODULE LIST", "DEBUG SLEEP", "REPLICAOF NO", "NOPE"])(
      "%s is refused in the server's words",
      async (line) => {
        const [command = "", ...rest] = line.split(" ");
        const kit = new Kit(url);
        const answer = kit.redis().call(command, ...rest);
        await expect(answer).rejects.toThrow(
          new RegExp(`^ERR unknown command '${command}', with args beginning with:`),
        );
        await kit.close();
      },
    );

  scenario("keys are set once and expire, messages reach those who listen", async (kit) => {
    const [redis, listener] = [kit.redis(), kit.redis()];
    await listener.subscribe(kit.name);
    const message = new Promise((resolve) => listener.on("message", (_channel, text) => resolve(text)));
    await redis.publish(kit.name, "hello");
    expect(await message).toBe("hello");
    expect([await redis.set(kit.name, "a", "NX"), await redis.set(kit.name, "b", "NX")]).toEqual(["OK", null]);
    expect(await redis.set(`${kit.name}:brief`, "c", "PX", 100)).toBe("OK");
    await vi.waitFor(async () => expect(await redis.get(`${kit.name}:brief`)).toBeNull(), patience);
    expect(await redis.get(kit.name)).toBe("a");
  });
});
