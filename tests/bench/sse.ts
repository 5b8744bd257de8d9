import { Agent, type ClientRequest, request } from "node:http";
import { append } from "#platform/live.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { factor, number, type Row, spread } from "./measure.ts";
import { type Child, startChild } from "./servers/child.ts";

export const title = "one live event to every open stream, against a node:http server that only writes";

const sizes = [100, 500, 1_000] as const;
const events = 8;
const opening = 50;

interface Outcome {
  bytesEach: number;
  msToAll: number;
}

/** Connections of one person to one server process; the event goes through Redis to ours, straight to the other. */
export async function measure(): Promise<Row[]> {
  const tenant = await freshTenant();
  let seq = 0;
  const rows: Row[] = [];
  for (const size of sizes) {
    const ours = await fanOut("product", size, tenant, async (_server, text) => {
      seq++;
      const at = new Date().toISOString();
      await append({ seq, tenantId: tenant.id, type: "request:updated", at, data: { id: text, status: "submitted" } });
    });
    const other = await fanOut("plain-sse", size, tenant, (server, text) => Promise.resolve(server.send(text)));
    const connections = `${number(size)} connections`;
    rows.push({
      what: "memory per connection",
      size: connections,
      ours: `${number(ours.bytesEach / 1_024)} KB`,
      other: `${number(other.bytesEach / 1_024)} KB`,
      ratio: factor(ours.bytesEach / other.bytesEach),
      reach: "<= 60 KB",
    });
    rows.push({
      what: "event to all",
      size: connections,
      ours: `${number(ours.msToAll)} ms`,
      other: `${number(other.msToAll)} ms`,
      ratio: factor(ours.msToAll / other.msToAll),
      reach: "< 1 s",
    });
  }
  return rows;
}

async function fanOut(
  name: string,
  size: number,
  tenant: TestTenant,
  emit: (server: Child, text: string) => Promise<void>,
): Promise<Outcome> {
  const server = await startChild(name);
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const heard = listening();
  const streams: ClientRequest[] = [];
  const open = async (): Promise<void> => {
    const url = `${server.url}/live/v1/stream`;
    streams.push(await openStream(url, agent, tenant.people.TM.headers, heard.take));
  };
  try {
    // The first connections pay for what a server makes once.
    await spread(20, 5, open);
    await heard.all("warm-up", streams.length, () => emit(server, "warm-up"));
    const before = await server.memory();
    await spread(size, opening, open);
    const bytesEach = ((await server.memory()) - before) / size;
    let msToAll = Number.POSITIVE_INFINITY;
    for (let event = 0; event < events; event++) {
      const text = `event-${event}-`;
      msToAll = Math.min(msToAll, await heard.all(text, streams.length, () => emit(server, text)));
    }
    return { bytesEach, msToAll };
  } finally {
    for (const stream of streams) stream.destroy();
    agent.destroy();
    await server.stop();
  }
}

/** Counts the streams that heard a text. */
function listening() {
  let awaited = "";
  let missing = 0;
  let done: () => void = () => undefined;
  return {
    take(text: string): void {
      if (awaited === "" || !text.includes(awaited)) return;
      missing--;
      if (missing === 0) done();
    },
    /** Milliseconds from the emission to the last of `count` streams. */
    async all(text: string, count: number, emit: () => Promise<void>): Promise<number> {
      [awaited, missing] = [text, count];
      const complete = new Promise<void>((resolve) => {
        done = resolve;
      });
      const startedMs = performance.now();
      await emit();
      await complete;
      return performance.now() - startedMs;
    },
  };
}

function openStream(
  url: string,
  agent: Agent,
  headers: Record<string, string>,
  take: (text: string) => void,
): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const stream = request(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}.`));
      response.setEncoding("utf8");
      response.once("data", () => resolve(stream));
      response.on("data", take);
      response.on("error", () => undefined);
    });
    stream.on("error", reject);
    stream.end();
  });
}
