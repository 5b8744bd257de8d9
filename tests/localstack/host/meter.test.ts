import { createServer } from "node:http";
import { Readable } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import type { HostedFunction } from "#localstack/host/catalogue.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { createMeter, type FunctionFacts } from "#localstack/host/meter.ts";
import type { Outcome } from "#localstack/host/outcome.ts";
import { listen } from "#localstack/services/serve.ts";
import { soon } from "#tests/support/soon.ts";

const limits = { path: "", timeoutMs: 1_000, memoryMb: 128, concurrency: 3, reserved: true };
const functions: HostedFunction[] = [
  { ...limits, name: "fn", trigger: "queue" },
  { ...limits, name: "api-tenant", trigger: "http" },
];

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function metered() {
  const meter = createMeter(functions);
  const outcomes: (Outcome | Promise<Outcome>)[] = [];
  const fn = meter.of("fn", { invoke: () => Promise.resolve(outcomes.shift() ?? done) });
  const facts = (name = "fn") => meter.report().find((one) => one.name === name) as FunctionFacts;
  return { meter, outcomes, fn, facts };
}

const done: Outcome = { kind: "done", payload: Buffer.from("null") };
const failed: Outcome = { kind: "failed", error: { errorType: "TypeError", errorMessage: "it does not fit" } };
const call = Buffer.from("{}");

test("calls, failures, throttles and times are counted; before the first call there is nothing to tell", async () => {
  const { fn, facts, outcomes, meter } = metered();
  expect(facts()).toMatchObject({ invocations: 0, errors: 0, p50Ms: null, p95Ms: null, lastAt: null, lastError: null });
  outcomes.push(done, failed, { kind: "throttled" });
  for (let n = 0; n < 3; n++) await fn.invoke(call);
  meter.coldStart("fn");
  expect(facts()).toMatchObject({ invocations: 3, errors: 1, throttled: 1, coldStarts: 1, running: 0 });
  expect(facts().lastError).toMatchObject({ text: "TypeError: it does not fit" });
  expect(facts().p95Ms).toBeGreaterThan(0);
});

test("a call runs until its answer is there, a stream until it is closed", async () => {
  const { fn, facts, outcomes } = metered();
  const later = Promise.withResolvers<Outcome>();
  const body = new Readable({ read: () => undefined });
  outcomes.push(later.promise, { kind: "stream", contentType: "text/plain", body });
  const first = fn.invoke(call);
  await fn.invoke(call);
  expect(facts().running).toBe(2);
  later.resolve(done);
  await first;
  expect(facts().running).toBe(1);
  body.destroy();
  await vi.waitFor(() => expect(facts().running).toBe(0), soon);
});

test("requests count for the surface they are for, answers of 500 and more as its errors", async () => {
  const { meter, facts } = metered();
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/tenant/v1/broken" ? 503 : 404).end();
  });
  meter.watch(server);
  const port = await listen(server, 0);
  stops.push(() => server.close());
  for (const path of ["/tenant/v1/requests?page=2", "/tenant/v1/broken", "/healthz", "/tenant/v10"])
    await fetch(`http://127.0.0.1:${port}${path}`);
  await vi.waitFor(() => expect(facts("api-tenant")).toMatchObject({ invocations: 2, running: 0, errors: 1 }), soon);
  expect(facts("api-tenant").lastError?.text).toBe("GET /tenant/v1/broken answered 503");
});

test("the host tells its figures beside the Invoke API", async () => {
  const { meter, fn } = metered();
  await fn.invoke(call);
  const host = await startInvoke(0, new Map([["fn", fn]]), meter.report);
  stops.push(host.stop);
  const answer = await fetch(`http://127.0.0.1:${host.port}/local/functions`);
  expect(await answer.json()).toMatchObject([{ name: "fn", invocations: 1 }, { name: "api-tenant" }]);
});
