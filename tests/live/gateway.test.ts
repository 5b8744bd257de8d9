import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Gateway, startGateway } from "#functions/live/gateway.ts";
import { asPlatform } from "#platform/db.ts";
import { append } from "#platform/live.ts";
import { redis } from "#platform/redis.ts";
import type { LiveType } from "#schema/live.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";

const patience = { timeout: 15_000, interval: 20 };
let gateway: Gateway;
let tenant: TestTenant;
let seq: number;
const sockets: Socket[] = [];

beforeAll(async () => {
  gateway = await startGateway(0);
});
beforeEach(async () => {
  tenant = await freshTenant();
  seq = 0;
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await gateway.stop();
  await closeStores();
});

interface Heard {
  socket: Socket;
  events: { type: string; data: Record<string, unknown> }[];
}

async function connect(who: TestPerson | undefined, { namespace = "/tenant", auth = {} } = {}): Promise<Heard> {
  const token = who?.headers["authorization"]?.replace("Bearer ", "");
  const socket = io(`http://127.0.0.1:${gateway.port}${namespace}`, {
    auth: { token, ...auth },
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  const events: Heard["events"] = [];
  socket.onAny((type: string, data: Record<string, unknown>) => events.push({ type, data }));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return { socket, events };
}

const joinAs = (heard: Heard, tenantId: string, more = {}) =>
  heard.socket.emitWithAck("tenant:join", { tenantId, ...more }) as Promise<{ ok: boolean; code?: string }>;
const say = (type: LiveType, data: Record<string, unknown>, tenantId = tenant.id) =>
  append({ seq: ++seq, tenantId, type, at: new Date().toISOString(), data });
const typesOf = (heard: Heard) => heard.events.map(({ type }) => type);

// A client's people join by themselves; their first event may come before that. Say it until it is heard.
async function listening(heard: Heard): Promise<void> {
  await vi.waitFor(async () => {
    await say("settings:updated", { keys: [] });
    expect(heard.events.length).toBeGreaterThan(0);
  }, patience);
  await vi.waitFor(() => expect(heard.events.at(-1)?.data["seq"]).toBe(seq), patience);
  heard.events.length = 0;
}

test("a client hears its own tenant without asking, with number and time", async () => {
  const heard = await connect(tenant.people.TA);
  await listening(heard);
  await say("request:updated", { id: "brq_1", status: "approved" });
  await vi.waitFor(() => expect(heard.events).toHaveLength(1), patience);
  expect(heard.events[0]).toMatchObject({
    type: "request:updated",
    data: { id: "brq_1", status: "approved", tenantId: tenant.id, seq },
  });
});

test("a reviewer hears the clients they joined and may not join others", async () => {
  const stranger = await freshTenant();
  const heard = await connect(tenant.people.DM);
  expect(await joinAs(heard, stranger.id)).toMatchObject({ ok: false, code: "request.not_found" });
  expect(await joinAs(heard, tenant.id)).toMatchObject({ ok: true });
  await say("request:updated", { id: "theirs", status: "s" }, stranger.id);
  await say("request:updated", { id: "mine", status: "s" });
  await vi.waitFor(() => expect(heard.events.map(({ data }) => data["id"])).toEqual(["mine"]), patience);
});

test("nobody hears another person's notification, no client an internal note", async () => {
  const [admin, member, reviewer] = await Promise.all([
    connect(tenant.people.TA),
    connect(tenant.people.TM),
    connect(tenant.people.DM),
  ]);
  await joinAs(reviewer, tenant.id);
  await listening(admin);
  await listening(member);
  for (const heard of [admin, reviewer]) {
    await vi.waitFor(() => expect(heard.events.at(-1)?.data["seq"]).toBe(seq), patience);
    heard.events.length = 0;
  }
  await say("notification:new", { id: "n1", userId: tenant.people.TA.userId, event: "e", title: "t", risk: null });
  await say("comment:updated", { subject: "blog_post", id: "c1", visibility: "internal" });
  await say("comment:updated", { subject: "blog_post", id: "c2", visibility: "client" });
  await vi.waitFor(() => expect(typesOf(admin)).toEqual(["notification:new", "comment:updated"]), patience);
  await vi.waitFor(() => expect(member.events.map(({ data }) => data["id"])).toEqual(["c2"]), patience);
  await vi.waitFor(() => expect(reviewer.events.map(({ data }) => data["id"])).toEqual(["c1", "c2"]), patience);
});

test("the namespace of the agents carries agents' events only", async () => {
  const heard = await connect(tenant.people.DM, { namespace: "/agents" });
  await joinAs(heard, tenant.id);
  await say("request:updated", { id: "r", status: "s" });
  await say("agent:active", { agent: "blog-writer", runId: "run_1", activityId: null });
  await vi.waitFor(() => expect(typesOf(heard)).toEqual(["agent:active"]), patience);
});

test("who comes back hears what they missed, or that the stream cannot tell", async () => {
  for (let n = 1; n <= 5; n++) await say("request:updated", { id: `r${n}`, status: "s" });
  const heard = await connect(tenant.people.DM);
  await joinAs(heard, tenant.id, { lastEventId: 3 });
  await vi.waitFor(() => expect(heard.events.map(({ data }) => data["id"])).toEqual(["r4", "r5"]), patience);
  const lost = await connect(tenant.people.DM);
  await joinAs(lost, tenant.id, { lastEventId: 99 });
  await vi.waitFor(() => expect(typesOf(lost)).toEqual(["stream:reset"]), patience);
});

test("without a valid token, or after the session ended, nobody connects", async () => {
  await expect(connect(undefined)).rejects.toMatchObject({ data: { code: "auth.unauthenticated" } });
  await expect(connect({ ...tenant.people.TA, headers: { authorization: "Bearer nonsense" } })).rejects.toMatchObject({
    data: { code: "auth.unauthenticated" },
  });
  await asPlatform((tx) => tx.deleteFrom("authSessions").where("userId", "=", tenant.people.TM.userId).execute());
  await expect(connect(tenant.people.TM)).rejects.toMatchObject({ data: { code: "auth.unauthenticated" } });
});

test("who lost a membership may not join any more", async () => {
  const heard = await connect(tenant.people.DM);
  await asPlatform((tx) => tx.deleteFrom("tenantMembers").where("userId", "=", tenant.people.DM.userId).execute());
  for (const key of await redis().keys("auth:session:*")) await redis().del(key);
  expect(await joinAs(heard, tenant.id)).toMatchObject({ ok: false, code: "request.not_found" });
});

test("who is asked for a second factor and has none may not join any more", async () => {
  const { DL } = tenant.people;
  const heard = await connect(DL);
  expect(await joinAs(heard, tenant.id)).toMatchObject({ ok: true });
  await asPlatform((tx) => tx.updateTable("users").set({ totpRequired: true }).where("id", "=", DL.userId).execute());
  for (const key of await redis().keys("auth:session:*")) await redis().del(key);
  expect(await joinAs(heard, tenant.id)).toMatchObject({ ok: false, code: "request.not_found" });
});

test("answers its health check", async () => {
  expect((await fetch(`http://127.0.0.1:${gateway.port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${gateway.port}/other`)).status).toBe(404);
});
