import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "bullmq";
import type { Hono } from "hono";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buryRow } from "#functions/dispatcher/dead-letters.ts";
import { consoleApp } from "#localstack/console/app.ts";
import { hostedFunctions } from "#localstack/host/catalogue.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { createMeter } from "#localstack/host/meter.ts";
import { asPlatform } from "#platform/db.ts";
import { append } from "#platform/live.ts";
import { queue } from "#platform/queue.ts";
import { blocking } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import { closeStores } from "#tests/support/close.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";

// Stores of their own: no other test takes the jobs that fail here.
const cloud = ownCloud();
const stops: (() => unknown)[] = [closeStores];
let app: Hono;
let at: (path: string, init?: RequestInit) => Promise<{ status: number; text: string }>;

beforeAll(() => {
  app = consoleApp(cloud().dataDir);
  at = async (path, init) => {
    const answer = await app.request(`http://localhost:3010${path}`, init);
    return { status: answer.status, text: (await answer.text()).replace(/\s+/g, " ") };
  };
});

afterAll(async () => {
  for (const stop of stops) await stop();
});

/** The text of the row that names something, its cells by a bar. */
const rowOf = (text: string, name: string): string => {
  const row = text.split("<tr>").find((one) => one.includes(`>${name}<`)) ?? "";
  return row
    .replace(/<\/t[dh]>/g, "|")
    .replace(/<[^>]*>/g, "")
    .replace(/ ?\| ?/g, "|");
};

test("services tell which answer, since when and with how much memory; what does not listen is down", async () => {
  process.env["SITE_URL"] = "http://127.0.0.1:9";
  const { status, text } = await at("/");
  expect(status).toBe(200);
  for (const name of ["postgres", "redis", "mongo", "typesense", "qdrant", "s3", "smtp", "simulators"])
    expect(rowOf(text, name)).toMatch(/\|up/);
  expect(rowOf(text, "site")).toMatch(/\|down/);
  expect(rowOf(text, "mongo")).toMatch(/\d+ MB\|/);
  expect(text).not.toContain(process.env["DATABASE_URL"]?.split(":")[2]?.split("@")[0] ?? "no password");
});

test("the log of a service is shown, markup in it as text", async () => {
  appendFileSync(join(cloud().dataDir, "log/smtp.log"), "a line with <b>markup</b>\n");
  expect((await at("/services/smtp")).text).toContain("a line with &lt;b&gt;markup&lt;/b&gt;");
  expect((await at("/services/none")).text).toContain("There is no such log");
  expect((await at("/services/..%2Fsecrets")).status).toBe(404);
});

describe("functions", () => {
  test("while the host is down the page says so", async () => {
    const { status, text } = await at("/functions");
    expect(status).toBe(200);
    expect(text).toContain("Functions does not answer");
  });

  test("tell their calls and the last lines that their doors logged", async () => {
    const meter = createMeter(hostedFunctions());
    const broken = meter.of("publish__blog", {
      invoke: () => Promise.resolve({ kind: "failed", error: { errorType: "Error", errorMessage: "no such site" } }),
    });
    await broken.invoke(Buffer.from("{}"));
    const host = await startInvoke(Number(process.env["INVOKE_PORT"]), new Map(), meter.report);
    stops.push(host.stop);
    const log = (facts: object) =>
      appendFileSync(
        join(cloud().dataDir, "log/functions.log"),
        `${JSON.stringify({ level: 30, time: "2026-01-01T10:00:00.000Z", ...facts })}\n`,
      );
    mkdirSync(join(cloud().dataDir, "log"), { recursive: true });
    log({ door: "publish__blog", msg: "went out" });
    log({ door: "search__sync", msg: "was indexed" });
    log({ function: "publish__blog", msg: "last words" });
    expect(rowOf((await at("/functions")).text, "publish__blog")).toContain("|queue|1|");
    const { text } = await at("/functions/publish__blog");
    expect(text).toContain("Error: no such site");
    expect(text).toContain("went out");
    expect(text).toContain("last words");
    expect(text).not.toContain("was indexed");
    expect((await at("/functions/publish__none")).status).toBe(404);
  });
});

describe("queues", () => {
  const name = "publish__blog";

  afterEach(() => queue(name).obliterate({ force: true }));

  /** A job that used up its attempts, with its dead letter. */
  async function failedJob(): Promise<string> {
    const jobId = newId("outbox");
    const message = { tenantId: null, actor: "system:test", data: {} };
    await queue(name).add(name, message, { jobId, attempts: 1 });
    const connection = blocking();
    const worker = new Worker(name, null, { connection });
    const job = await worker.getNextJob("token", { block: false });
    await job?.moveToFailed(new Error("the site is gone"), "token");
    await worker.close();
    connection.disconnect();
    await buryRow({
      queue: name,
      jobId,
      tenantId: null,
      payload: message,
      actor: "system:test",
      attempts: 1,
      firstFailedAt: new Date(),
      failure: { code: "failed", reason: "the site is gone" },
    });
    return jobId;
  }

  const letterOf = (jobId: string) =>
    asPlatform((tx) => tx.selectFrom("deadLetters").select("status").where("jobId", "=", jobId).executeTakeFirst());
  const form = (job: string) => ({
    method: "POST",
    body: new URLSearchParams({ job }),
    headers: { origin: "http://localhost:3010" },
  });

  test("a failed job is shown with its reason; re-driven it waits again and its dead letter is done with", async () => {
    const jobId = await failedJob();
    expect(rowOf((await at("/queues")).text, name)).toMatch(/\|0\|\|0\|0\|1\|/);
    const { text } = await at(`/queues/${name}`);
    expect(text).toContain(jobId);
    expect(text).toContain("the site is gone");
    expect((await at(`/queues/${name}/redrive`, form(jobId))).status).toBe(303);
    expect(await queue(name).getJobState(jobId)).toBe("waiting");
    expect(await letterOf(jobId)).toEqual({ status: "redriven" });
    expect((await queue(name).getJob(jobId))?.attemptsMade).toBe(0);
    expect(rowOf((await at("/queues")).text, name)).toMatch(/\|1\|\d+ s\|/);
  });

  test("all failed jobs of a queue are re-driven at once; one that is not failed is left alone", async () => {
    const jobs = [await failedJob(), await failedJob()];
    await at(`/queues/${name}/redrive`, form("all"));
    expect(await Promise.all(jobs.map((id) => queue(name).getJobState(id)))).toEqual(["waiting", "waiting"]);
    await at(`/queues/${name}/redrive`, form(jobs[0] ?? ""));
    expect(await queue(name).getJobState(jobs[0] ?? "")).toBe("waiting");
  });

  test("a form of another site moves nothing, and a queue that is not there is not found", async () => {
    const jobId = await failedJob();
    const foreign = { ...form(jobId), headers: { origin: "http://elsewhere.test" } };
    expect((await at(`/queues/${name}/redrive`, foreign)).status).toBe(403);
    expect(await queue(name).getJobState(jobId)).toBe("failed");
    expect((await at("/queues/none")).status).toBe(404);
    expect((await at("/queues/none/redrive", form(jobId))).status).toBe(404);
  });
});

test("live streams are listed, and one is read from its newest event", async () => {
  const tenantId = newId("tenant");
  const frame = { tenantId, type: "approval:created" as const, at: new Date().toISOString() };
  await append({ ...frame, seq: 1, data: { n: "first" } });
  await append({ ...frame, seq: 2, data: { n: "second" } });
  expect(rowOf((await at("/live")).text, tenantId)).toContain("|2|2|");
  const { text } = await at(`/live/${tenantId}`);
  expect(text.indexOf("second")).toBeGreaterThan(0);
  expect(text.indexOf("second")).toBeLessThan(text.indexOf("first"));
});

test("mails and calls of providers are shown, with the way to their own pages", async () => {
  await fetch(`${process.env["SIMULATOR_URL"]}/openai/v1/models`);
  const { text } = await at("/outside");
  expect(text).toContain("No mail was caught yet.");
  expect(text).toContain("GET /openai/v1/models");
  expect(text).toContain(`href="${process.env["INBOX_URL"]}"`);
});

test("another name of this machine gets nothing: a page that rebinds its name to it cannot read the console", async () => {
  expect((await app.request("http://rebound.test:3010/")).status).toBe(421);
});
