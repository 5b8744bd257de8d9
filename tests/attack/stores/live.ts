import { setTimeout as later } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import { app } from "#functions/api/index.ts";
import { startGateway } from "#functions/live/gateway.ts";
import { append } from "#platform/live.ts";
import { type LiveType, liveEvents } from "#schema/live.ts";
import { readEvents } from "#tests/demo/sse.ts";
import type { TestPerson, TestTenant } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

const types = (Object.keys(liveEvents) as LiveType[]).filter((type) => type !== "stream:reset");
export const namespaces = ["/tenant", "/agents"] as const;

/** The event streams, the live view of a run, and the gateway's namespaces with each kind of event. */
export async function live(world: World): Promise<string[]> {
  const promises = new Promises();
  const tell = teller();
  await streams(promises, world, tell);
  const gateway = await startGateway(0);
  try {
    for (const namespace of namespaces)
      await rooms(promises, world, { url: `http://127.0.0.1:${gateway.port}${namespace}`, namespace, tell });
  } finally {
    await gateway.stop();
  }
  return promises.broken;
}

type Tell = (tenant: TestTenant, type: LiveType, data: Record<string, unknown>) => Promise<void>;

function teller(): Tell {
  let seq = Date.now();
  return (tenant, type, data) => append({ seq: ++seq, tenantId: tenant.id, type, at: new Date().toISOString(), data });
}

interface Heard {
  type: string;
  text: string;
}

/** Waits until the mark that was told last is heard: what was to come has come. */
async function until(heard: readonly Heard[], mark: string): Promise<boolean> {
  for (let look = 0; look < 500; look++) {
    if (heard.some(({ text }) => text.includes(mark))) return true;
    await later(20);
  }
  return false;
}

async function listen(who: TestPerson, path: string, headers: Record<string, string> = {}) {
  const controller = new AbortController();
  const answer = await app.request(path, { headers: { ...who.headers, ...headers }, signal: controller.signal });
  const heard: Heard[] = [];
  const reading = (async () => {
    if (answer.status === 200)
      for await (const { event, data } of readEvents(answer)) heard.push({ type: event, text: data });
  })().catch(() => undefined);
  return { status: answer.status, heard, close: () => [controller.abort(), reading] };
}

async function streams(promises: Promises, { own, foreign, foreignThings }: World, tell: Tell): Promise<void> {
  const stream = "/live/v1/stream";
  const { authorization = "" } = own.people.DM.headers;
  const loose = { ...own.people.DM, headers: { authorization } };
  for (const who of [own.people.TA, own.people.DM]) {
    const { status } = await listen(who, `/live/v1/runs/${foreignThings.run}`);
    promises.holds("the live view of another tenant's run is not found", status === 404);
  }
  const listeners = {
    member: await listen(own.people.TM, `${stream}?tenantId=${foreign.id}`, { "last-event-id": `${foreign.id}:0` }),
    admin: await listen(own.people.TA, stream),
    reviewer: await listen(own.people.DM, stream),
    "reviewer without a choice": await listen(loose, `${stream}?topics=settings,notification,comment,agent`),
  };
  for (const type of types)
    await tell(foreign, type, { marker: "foreign", visibility: "client", userId: own.people.TM.userId });
  await tell(own, "notification:new", { marker: "for the admin", userId: own.people.TA.userId });
  await tell(own, "comment:updated", { marker: "among the agency", visibility: "internal" });
  await tell(own, "settings:updated", { keys: ["last"] });
  for (const [name, { status, heard, close }] of Object.entries(listeners)) {
    promises.holds(`the ${name} hears the stream`, status === 200 && (await until(heard, "last")));
    promises.holds(
      `the ${name} hears nothing of another tenant`,
      !heard.some(({ text }) => text.includes("foreign") || text.includes(foreign.id)),
    );
    const said = (marker: string) => heard.some(({ text }) => text.includes(marker));
    promises.holds(`a notice reaches only its person: ${name}`, said("for the admin") === (name === "admin"));
    promises.holds(
      `internal comments stay with the agency: ${name}`,
      said("among the agency") === name.startsWith("reviewer"),
    );
    close();
  }
}

async function rooms(
  promises: Promises,
  { own, foreign }: World,
  { url, namespace, tell }: { url: string; namespace: string; tell: Tell },
): Promise<void> {
  const sockets: Socket[] = [];
  const connect = async (token: string | undefined) => {
    const socket = io(url, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      ...(token ? { auth: { token } } : {}),
    });
    sockets.push(socket);
    const heard: Heard[] = [];
    socket.onAny((type: string, data: unknown) => heard.push({ type, text: JSON.stringify(data) }));
    const outcome = await new Promise<string>((resolve) => {
      socket.once("connect", () => resolve("connected"));
      socket.once("connect_error", (error) => resolve(error.message));
    });
    return { socket, heard, outcome };
  };
  for (const token of [undefined, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
    promises.holds(`${namespace} refuses whoever has no token of ours`, (await connect(token)).outcome !== "connected");

  const tokenOf = (who: TestPerson) => (who.headers["authorization"] ?? "").replace("Bearer ", "");
  const people = { reviewer: own.people.DM, member: own.people.TM };
  for (const [name, who] of Object.entries(people)) {
    const { socket, heard, outcome } = await connect(tokenOf(who));
    const joined = (await socket.emitWithAck("tenant:join", { tenantId: foreign.id, lastEventId: 0 })) as {
      ok: boolean;
    };
    promises.holds(`${namespace} lets no ${name} join another tenant's room`, outcome === "connected" && !joined.ok);
    await socket.emitWithAck("tenant:join", { tenantId: own.id });
    for (const type of types)
      await tell(foreign, type, { marker: "foreign", visibility: "client", userId: who.userId });
    await tell(own, "agent:active", { runId: `last-${name}` });
    promises.holds(`${namespace} tells the ${name} what is theirs`, await until(heard, `last-${name}`));
    promises.holds(
      `${namespace} tells the ${name} nothing of another tenant`,
      !heard.some(({ text }) => text.includes("foreign") || text.includes(foreign.id)),
    );
  }
  for (const socket of sockets) socket.disconnect();
}
