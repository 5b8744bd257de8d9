import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { app } from "#functions/api/index.ts";
import { pool } from "#platform/db.ts";
import { appendRun } from "#platform/live.ts";
import { platformRole } from "#platform/platform-role.ts";
import { redis } from "#platform/redis.ts";
import { readEvents, type ServerEvent } from "#tests/demo/sse.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let runId: string;

beforeAll(async () => {
  tenant = await freshTenant();
  runId = (await furnish(tenant)).run;
});
beforeEach(async () => {
  await redis().del(`live:run:${runId}`);
  await become("running");
});
afterAll(closeStores);

const become = (status: string) =>
  pool(platformRole).query("update agent_runs set status = $2 where id = $1", [runId, status]);

const write = async (...words: string[]): Promise<void> => {
  for (const [index, delta] of words.entries()) await appendRun(runId, "delta", { seq: index + 1, delta });
};

/** What a reader of the run's stream hears until it ends. `hears` is told of each event as it comes. */
async function follow(lastEventId?: string, hears: () => void = () => undefined): Promise<ServerEvent[]> {
  const headers = { ...tenant.people.TA.headers, ...(lastEventId ? { "last-event-id": lastEventId } : {}) };
  const answer = await app.request(`/live/v1/runs/${runId}`, { headers });
  expect(answer.status).toBe(200);
  const heard: ServerEvent[] = [];
  for await (const event of readEvents(answer)) {
    heard.push(event);
    hears();
  }
  return heard;
}

const told = (events: readonly ServerEvent[]): string[] =>
  events.map(({ event, data }) => {
    const body = JSON.parse(data) as { delta?: string; status?: string };
    return `${event} ${body.delta ?? body.status}`;
  });

test("who comes while the run works hears it from its beginning to its end", async () => {
  await write("Once", " upon");
  const following = follow();
  await appendRun(runId, "delta", { seq: 3, delta: " a time" });
  await appendRun(runId, "end", { status: "success" });
  expect(told(await following)).toEqual(["delta Once", "delta  upon", "delta  a time", "end success"]);
});

test("who comes when the run is over hears all the same, and after a cut only the rest", async () => {
  await write("Once", " upon");
  await appendRun(runId, "end", { status: "success" });
  await become("success");
  const events = await follow();
  expect(told(events)).toEqual(["delta Once", "delta  upon", "end success"]);
  expect(told(await follow(events[0]?.id))).toEqual(["delta  upon", "end success"]);
});

test("the last pieces of a run that is over are waited for", async () => {
  await write("Once");
  await become("success");
  const { promise: begun, resolve: begins } = Promise.withResolvers<void>();
  const following = follow(undefined, begins);
  await begun;
  // They are waited for a second: in one go.
  await Promise.all([
    appendRun(runId, "delta", { seq: 2, delta: " upon" }),
    appendRun(runId, "end", { status: "success" }),
  ]);
  expect(told(await following)).toEqual(["delta Once", "delta  upon", "end success"]);
});

test("a stream that is not kept any more ends with what became of the run", async () => {
  await become("error");
  expect(told(await follow())).toEqual(["end error"]);
});

test("the end of an attempt that was repeated does not end the stream", async () => {
  await write("No");
  await appendRun(runId, "end", { status: "error" });
  await write("Once");
  await appendRun(runId, "end", { status: "success" });
  await become("success");
  expect(told(await follow())).toEqual(["delta No", "delta Once", "end success"]);
});
