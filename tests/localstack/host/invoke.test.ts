import { existsSync, writeFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { type InProcess, inProcess } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { soon } from "#tests/support/soon.ts";
import { signalFile } from "./world.ts";

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

type Answer = { status: number; headers: Headers; body: unknown };

/** An Invoke API with one function `fn`, and a way to call it. */
async function api(run: InProcess["run"], limits = { concurrency: 2, timeoutMs: 2_000 }) {
  const server = await startInvoke(0, new Map([["fn", inProcess({ ...limits, run })]]));
  stop = server.stop;
  return async (body: string, headers: Record<string, string> = {}, name = "fn"): Promise<Answer> => {
    const url = `http://127.0.0.1:${server.port}/2015-03-31/functions/${name}/invocations`;
    const answer = await fetch(url, { method: "POST", body, headers });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? null : JSON.parse(text) };
  };
}

test("a call is answered with what the function returns", async () => {
  const invoke = await api((event) => Promise.resolve({ saw: event }));
  const { status, headers, body } = await invoke('{"n":1}');
  expect({ status, body }).toEqual({ status: 200, body: { saw: { n: 1 } } });
  expect(headers.get("x-amz-executed-version")).toBe("$LATEST");
  expect(headers.get("x-amzn-requestid")).toMatch(/^[\w-]{36}$/);
  expect(headers.get("x-amz-function-error")).toBeNull();
});

test("a function that throws is a good answer with an error in it", async () => {
  const invoke = await api(() => Promise.reject(new TypeError("no")));
  const { status, headers, body } = await invoke("{}");
  expect(status).toBe(200);
  expect(headers.get("x-amz-function-error")).toBe("Unhandled");
  expect(body).toMatchObject({ errorType: "TypeError", errorMessage: "no", trace: expect.any(Array) });
});

test("a function that takes too long is answered for when its time is over", async () => {
  const invoke = await api(() => new Promise(() => undefined), { concurrency: 1, timeoutMs: 50 });
  expect((await invoke("{}")).body).toMatchObject({
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringContaining("Task timed out after 0.05 seconds"),
  });
});

test("beyond its concurrency a function is throttled", async () => {
  const work = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<void>();
  const run = () => {
    begun.resolve();
    return work.promise;
  };
  const invoke = await api(run, { concurrency: 1, timeoutMs: 15_000 });
  const first = invoke("{}");
  await begun.promise;
  const { status, headers, body } = await invoke("{}");
  expect(status).toBe(429);
  expect(headers.get("x-amzn-errortype")).toBe("TooManyRequestsException");
  expect(body).toEqual({
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    Type: "User",
    message: "Rate Exceeded.",
  });
  work.resolve("done");
  expect((await first).body).toBe("done");
});

test("an event is accepted at once and worked on later; a dry run does nothing", async () => {
  const { path } = signalFile();
  const invoke = await api((event) => Promise.resolve(writeFileSync(path, JSON.stringify(event))));
  expect(await invoke('{"n":1}', { "x-amz-invocation-type": "DryRun" })).toMatchObject({ status: 204, body: null });
  expect(await invoke('{"n":2}', { "x-amz-invocation-type": "Event" })).toMatchObject({ status: 202, body: null });
  await vi.waitFor(() => expect(existsSync(path)).toBe(true), soon);
});

test.each([
  { what: "an unknown function", name: "other", status: 404, type: "ResourceNotFoundException" },
  { what: "a body that is not JSON", body: "{", status: 400, type: "InvalidRequestContentException" },
  { what: "an unknown way to call", how: "Maybe", status: 400, type: "InvalidParameterValueException" },
  { what: "more than 6 MB", body: `"${"x".repeat(6 * 1024 * 1024)}"`, status: 413, type: "RequestTooLargeException" },
])("$what is refused", async ({ name = "fn", body = "{}", how = "RequestResponse", status, type }) => {
  const invoke = await api(() => Promise.resolve(null));
  const answer = await invoke(body, { "x-amz-invocation-type": how }, name);
  expect(answer).toMatchObject({ status, body: { Type: "User", message: expect.any(String) } });
  expect(answer.headers.get("x-amzn-errortype")).toBe(type);
});
