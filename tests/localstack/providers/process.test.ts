import { type ChildProcess, spawn } from "node:child_process";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe("the process", () => {
  let dataDir = "";
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "simulators-"));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  test("keeps its posts, orders and password over kill -9, and ends cleanly on SIGTERM", async () => {
    const first = await start(dataDir);
    const headers = { authorization: `Basic ${Buffer.from("leadmetrics:pass word").toString("base64")}` };
    const body = JSON.stringify({ title: "Stays", status: "publish" });
    const posted = await fetch(`${first.url}/wordpress/solvane/wp-json/wp/v2/posts`, { method: "POST", headers, body });
    expect(posted.status).toBe(201);
    const paying = { authorization: `Basic ${btoa("rzp_test_1:secret")}`, "content-type": "application/json" };
    const order = JSON.stringify({ amount: 500, currency: "INR" });
    const made = await fetch(`${first.url}/razorpay/v1/orders`, { method: "POST", headers: paying, body: order });
    const { id } = (await made.json()) as { id: string };
    first.child.kill("SIGKILL");
    await ended(first.child);
    await appendFile(join(dataDir, "razorpay-orders.jsonl"), '{"id":"order_torn');
    const second = await start(dataDir);
    expect((await fetch(`${second.url}/wordpress/solvane/stays/`)).status).toBe(200);
    const kept = await fetch(`${second.url}/razorpay/v1/orders/${id}`, { headers: paying });
    expect(await kept.json()).toMatchObject({ id, amount: 500 });
    second.child.kill("SIGTERM");
    expect(await ended(second.child)).toBe(0);
  }, 60_000);
});

function start(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const env = { ...process.env, PORT: "0", DATA_DIR: dataDir, SIMULATOR_WORDPRESS_PASSWORD: "pass word" };
  const child = spawn(process.execPath, ["localstack/providers/index.ts"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("The simulators ended before they were ready.")));
    child.stdout?.on("data", (chunk) => {
      const url = /ready (\S+)/.exec(String(chunk))?.[1];
      if (url) resolve({ child, url });
    });
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}
