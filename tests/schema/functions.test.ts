import { expect, test } from "vitest";
import { hostedFunctions, surfaceFunctionOf } from "#localstack/host/catalogue.ts";
import { clockFunctionName, deployedFunctions, doorOf, queueFunctionName } from "#schema/functions.ts";
import { queueNames, queues } from "#schema/queues.ts";
import { schedules } from "#schema/schedules.ts";
import { type Surface, surfaces } from "#schema/surfaces.ts";

const functions = deployedFunctions();

test("each surface, queue and schedule is one function, with the limits of its entry", () => {
  const doors = [surfaces, queues, schedules].flatMap((catalogue) => Object.keys(catalogue));
  expect(functions.map(doorOf)).toEqual(doors);
  for (const fn of functions) {
    const { [doorOf(fn)]: entry } = { ...surfaces, ...queues, ...schedules };
    expect(fn).toMatchObject({ path: entry.function, timeoutMs: entry.timeoutMs, memoryMb: entry.memoryMb });
  }
  expect(functions.find(({ name }) => name === "rag__ingest")).toEqual({
    name: "rag__ingest",
    trigger: "queue",
    queue: "rag__ingest",
    path: "functions/worker/rag.handler",
    timeoutMs: 600_000,
    memoryMb: 1024,
    concurrency: 2,
  });
  expect(functions.find(({ name }) => name === "api-live")).toMatchObject({ surface: "live", streaming: true });
  expect(functions.find(({ name }) => name === "clock-runs-recover")).toMatchObject({ concurrency: 1 });
});

test("names are such as Lambda takes behind the prefix of a stage, and no two are the same", () => {
  for (const { name } of functions) expect(`leadmetrics-production-${name}`).toMatch(/^[A-Za-z0-9-_]{1,64}$/);
  expect(new Set(functions.map(({ name }) => name)).size).toBe(functions.length);
});

test("the local host has the same functions: each queue with its own slots, each schedule with one", () => {
  const hosted = new Map(hostedFunctions().map((fn) => [fn.name, fn]));
  expect([...hosted.keys()]).toEqual(functions.map(({ name }) => name));
  for (const queue of queueNames)
    expect(hosted.get(queueFunctionName(queue))).toMatchObject({
      concurrency: queues[queue].concurrency,
      reserved: true,
    });
  expect(hosted.get(clockFunctionName("retention"))).toMatchObject({ concurrency: 1, reserved: true });
  expect(hosted.get("api-tenant")).toMatchObject({ reserved: false });
});

test("a path leads to the function of the surface whose prefix it has", () => {
  for (const [surface, { prefix }] of Object.entries<Surface>(surfaces))
    expect(surfaceFunctionOf(`${prefix}/some?thing=1`)).toBe(`api-${surface}`);
  expect(surfaceFunctionOf("/tenant/v10")).toBeUndefined();
});
