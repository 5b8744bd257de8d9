import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePorts } from "#localstack/ports.ts";
import { type RedisFlavour, startRedis } from "#localstack/services/redis.ts";

const patience = { timeout: 20_000, interval: 50 };

// The best server this machine has, and the one that every machine has.
const flavours: { title: string; flavour: RedisFlavour | undefined }[] = [
  { title: "the server of this machine", flavour: undefined },
  { title: "the server written in JavaScript", flavour: "script" },
];

describe.each(flavours)("$title", ({ flavour }) => {
  let dir: string;
  let server: Awaited<ReturnType<typeof startRedis>>;
  let port: number;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "redis-"));
    port = (await freePorts()).redis;
    server = await startRedis({ port, dataDir: join(dir, "redis"), ...(flavour ? { flavour } : {}) });
  }, 180_000);

  afterAll(async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test("runs a BullMQ job: delayed, failed once, retried, completed with its result", { timeout: 30_000 }, async () => {
    const connection = { host: "127.0.0.1", port };
    const queue = new Queue("work", { connection });
    const events = new QueueEvents("work", { connection });
    const worker = new Worker(
      "work",
      (job) => {
        if (job.attemptsMade === 0) throw new Error("first attempt");
        return Promise.resolve({ doubled: (job.data as { number: number }).number * 2 });
      },
      { connection },
    );
    await events.waitUntilReady();
    const options = { delay: 100, attempts: 2, backoff: { type: "fixed", delay: 50 } };
    const job = await queue.add("double", { number: 21 }, options);
    expect(await job.waitUntilFinished(events, 20_000)).toEqual({ doubled: 42 });
    await Promise.all([worker.close(), events.close(), queue.close()]);
  });

  test("never drops keys for memory", async () => {
    const redis = new Redis(server.url);
    const policy = await redis.config("GET", "maxmemory-policy");
    redis.disconnect();
    expect(policy).toEqual(flavour === "script" ? expect.anything() : ["maxmemory-policy", "noeviction"]);
  });

  test("keeps jobs and keys over a restart", { timeout: 30_000 }, async () => {
    const queue = new Queue("later", { connection: { host: "127.0.0.1", port } });
    queue.on("error", () => undefined);
    await queue.addBulk([1, 2, 3].map((number) => ({ name: "wait", data: { number }, opts: { delay: 600_000 } })));
    const before = server.pid();
    process.kill(before ?? 0, "SIGTERM");
    await vi.waitFor(() => expect(server.pid() ?? before).not.toBe(before), patience);
    const jobs = await vi.waitFor(() => queue.getDelayed(), patience);
    await queue.close();
    expect(jobs.map(({ data }) => data)).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });
});

test("a server that is asked for but not there is named", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  const dir = mkdtempSync(join(tmpdir(), "redis-"));
  const start = startRedis({ port: 1, dataDir: join(dir, "redis"), flavour: "installed" });
  await expect(start).rejects.toThrow(/No redis-server or valkey-server 6.2 or later is on PATH/);
  process.env["PATH"] = path;
  rmSync(dir, { recursive: true, force: true });
});
