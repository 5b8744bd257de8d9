import { Agent, request } from "node:http";
import { freshTenant } from "#tests/support/tenant.ts";
import { best, factor, number, perSecond, type Row, spread, timed } from "./measure.ts";
import { choose, neighbours, plantRequests } from "./rows.ts";
import { type Child, startChild } from "./servers/child.ts";

export const title = "GET /tenant/v1/requests/:id over 50 connections, against node:http + jose + one query";

const sizes = [100, 1_000, 10_000] as const;
const connections = 50;
const calls = 500;

/** Sizes are content requests of the tenant that asks; nine other tenants have as many. */
export async function measure(): Promise<Row[]> {
  const tenant = await freshTenant();
  const tenants = await neighbours(tenant.id, 10);
  const servers = await Promise.all([startChild("product"), startChild("plain-api")]);
  const [ours, other] = servers;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const rows: Row[] = [];
  try {
    for (const size of sizes) {
      const ids = choose(await plantRequests(tenants, size), calls);
      const load = (server: Child) => () =>
        timed(() =>
          spread(calls, connections, (index) =>
            get(agent, `${server.url}/tenant/v1/requests/${ids[index]}`, tenant.people.TM.headers),
          ),
        );
      const cost = await best({ most: 12, budgetMs: 7_000 }, { ours: load(ours), other: load(other) });
      rows.push({
        what: "requests",
        size: `${number(size)} rows`,
        ours: perSecond(calls, cost.ours, "req"),
        other: perSecond(calls, cost.other, "req"),
        ratio: factor(cost.other / cost.ours),
        reach: ">= 1.00x",
      });
      const cpu = { ours: await perCall(ours, load(ours)), other: await perCall(other, load(other)) };
      rows.push({
        what: "processor time of the server",
        size: `${number(size)} rows`,
        ours: `${number(cpu.ours)} us`,
        other: `${number(cpu.other)} us`,
        ratio: factor(cpu.ours / cpu.other),
        reach: "-",
      });
    }
  } finally {
    agent.destroy();
    await Promise.all(servers.map((server) => server.stop()));
  }
  return rows;
}

async function perCall(server: Child, load: () => Promise<number>): Promise<number> {
  const before = await server.cpu();
  await load();
  return ((await server.cpu()) - before) / calls;
}

function get(agent: Agent, url: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      response.resume();
      response.on("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}.`)),
      );
    })
      .on("error", reject)
      .end();
  });
}
