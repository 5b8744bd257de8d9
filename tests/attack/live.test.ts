import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { app } from "#functions/api/index.ts";
import { type Gateway, startGateway } from "#functions/live/gateway.ts";
import { append } from "#platform/live.ts";
import type { LiveType } from "#schema/live.ts";
import { readEvents, type ServerEvent } from "#tests/demo/sse.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

let own: TestTenant;
let foreign: TestTenant;
let foreignThings: Things;
let gateway: Gateway;
const open: AbortController[] = [];
const sockets: Socket[] = [];
const lastSeq = new Map<string, number>();

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  foreignThings = await furnish(foreign);
  gateway = await startGateway(0);
});
afterEach(() => {
  for (const controller of open.splice(0)) controller.abort();
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await gateway.stop();
  await closeStores();
});

async function tell(tenant: TestTenant, type: LiveType, data: Record<string, unknown>): Promise<void> {
  const seq = (lastSeq.get(tenant.id) ?? 0) + 1;
  lastSeq.set(tenant.id, seq);
  await append({ seq, tenantId: tenant.id, type, at: new Date().toISOString(), data });
}

/** Opens a stream and keeps what comes. */
async function listen(who: TestPerson, path: string, headers: Record<string, string> = {}) {
  const controller = new AbortController();
  open.push(controller);
  const answer = await app.request(path, { headers: { ...who.headers, ...headers }, signal: controller.signal });
  const events: ServerEvent[] = [];
  if (answer.status === 200) {
    void (async () => {
      for await (const event of readEvents(answer)) events.push(event);
    })().catch(() => undefined);
  }
  return { status: answer.status, events };
}

function settings(text: string) {
  return { keys: [text] };
}

describe("the event stream", () => {
  test("of another tenant is not found for a reviewer who is not assigned", async () => {
    const { headers, ...reviewer } = own.people.DM;
    const bare = { ...reviewer, headers: { authorization: headers["authorization"] ?? "" } };
    expect((await listen(bare, `/live/v1/stream?tenantId=${foreign.id}`)).status).toBe(404);
    expect((await listen(bare, "/live/v1/stream", { "x-tenant-id": foreign.id })).status).toBe(404);
  });

  test("brings nothing of another tenant, whatever the query or the last event id says", async () => {
    const path = `/live/v1/stream?tenantId=${foreign.id}`;
    const { events, status } = await listen(own.people.TM, path, { "last-event-id": `${foreign.id}:0` });
    expect(status).toBe(200);
    await tell(foreign, "settings:updated", settings("foreign"));
    await tell(own, "settings:updated", settings("own"));
    await vi.waitFor(() => expect(JSON.stringify(events)).toContain('\\"own\\"'), { timeout: 10_000 });
    expect(JSON.stringify(events)).not.toContain("foreign");
    expect(JSON.stringify(events)).not.toContain(foreign.id);
  });

  test("tells a notice only to the person it is for", async () => {
    const { events } = await listen(own.people.TM, "/live/v1/stream");
    const notice = { id: "ntf_1", event: "content.published", title: "Hello", risk: null };
    await tell(own, "notification:new", { ...notice, userId: own.people.TA.userId });
    await tell(own, "settings:updated", settings("afterwards"));
    await vi.waitFor(() => expect(JSON.stringify(events)).toContain("afterwards"), { timeout: 10_000 });
    expect(events.filter(({ event }) => event === "notification:new")).toEqual([]);
  });

  test("tells of internal comments only on the agency's side", async () => {
    const [client, agency] = [
      await listen(own.people.TA, "/live/v1/stream"),
      await listen(own.people.DM, "/live/v1/stream"),
    ];
    await tell(own, "comment:updated", { subject: "blog_post", id: "blg_1", visibility: "internal" });
    await tell(own, "settings:updated", settings("later"));
    for (const { events } of [client, agency]) {
      await vi.waitFor(() => expect(JSON.stringify(events)).toContain("later"), { timeout: 10_000 });
    }
    expect(client.events.filter(({ event }) => event === "comment:updated")).toEqual([]);
    expect(agency.events.filter(({ event }) => event === "comment:updated")).toHaveLength(1);
  });

  test("of another tenant's run is not found", async () => {
    for (const who of [own.people.TA, own.people.DM]) {
      expect((await listen(who, `/live/v1/runs/${foreignThings.run}`)).status).toBe(404);
    }
  });
});

describe("the gateway", () => {
  function connect(namespace: string, token: string | undefined): Socket {
    const socket = io(`http://127.0.0.1:${gateway.port}${namespace}`, {
      transports: ["websocket"],
      reconnection: false,
      ...(token ? { auth: { token } } : {}),
    });
    sockets.push(socket);
    return socket;
  }

  function tokenOf(who: TestPerson): string {
    return (who.headers["authorization"] ?? "").replace("Bearer ", "");
  }

  function outcome(socket: Socket): Promise<string> {
    return new Promise((resolve) => {
      socket.once("connect", () => resolve("connected"));
      socket.once("connect_error", (error: Error & { data?: { code: string } }) =>
        resolve(error.data?.code ?? error.message),
      );
    });
  }

  test.each(["/tenant", "/agents"])("%s refuses whoever has no token or a forged one", async (namespace) => {
    expect(await outcome(connect(namespace, undefined))).toBe("auth.unauthenticated");
    expect(await outcome(connect(namespace, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."))).toBe("auth.unauthenticated");
  });

  test.each(["/tenant", "/agents"])(
    "%s refuses to join another tenant's room and tells nothing of it",
    async (namespace) => {
      const socket = connect(namespace, tokenOf(own.people.DM));
      expect(await outcome(socket)).toBe("connected");
      const heard: unknown[] = [];
      socket.onAny((...event: unknown[]) => heard.push(event));
      const refusal = (await socket.emitWithAck("tenant:join", { tenantId: foreign.id })) as {
        ok: boolean;
        code: string;
      };
      expect(refusal).toMatchObject({ ok: false, code: "request.not_found" });
      expect(await socket.emitWithAck("tenant:join", { tenantId: own.id })).toMatchObject({ ok: true });
      const working = { agent: "blog-writer", activityId: null };
      await tell(foreign, "agent:active", { ...working, runId: "run_foreign" });
      await tell(own, "agent:active", { ...working, runId: "run_own" });
      await vi.waitFor(() => expect(JSON.stringify(heard)).toContain("run_own"), { timeout: 10_000 });
      expect(JSON.stringify(heard)).not.toContain("run_foreign");
    },
  );
});
