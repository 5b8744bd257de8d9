import { Agent, request } from "node:http";
import { freshTenant } from "#tests/support/tenant.ts";
import { best, factor, number, perSecond, type Row, spread, timed } from "./measure.ts";
import { choose, neighbours, plantActivities, plantRequests } from "./rows.ts";
import { type Child, startChild } from "./servers/child.ts";

export const title = "GET /tenant/v1/requests/:id over 50 connections, against Fastify + pg";

const sizes = [100, 1_000, 10_000] as const;
const connections = 50;
const calls = 250;
const warmUps = 10;

/** Sizes are content requests of the tenant that asks; nine other tenants have as many. */
export async function measure(): Promise<Row[]> {
  const tenant = await freshTenant();
  const tenants = await neighbours(tenant.id, 10);
  const servers = await Promise.all([startChild("product"), startChild("fastify-api")]);
  const [product, fastify] = servers;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const rows: Row[] = [];
  try {
    for (const size of sizes) {
      const ids = choose(await plantRequests(tenants, size), calls);
      await plantActivities(tenants);
      const load = (server: Child, path: string) => () =>
        timed(() =>
          spread(calls, connections, (index) =>
            get(agent, `${server.url}${path}/${ids[index]}`, tenant.people.TM.headers),
          ),
        );
      const ours = load(product, "/tenant/v1/requests");
      const [same, bare] = [load(fastify, "/same"), load(fastify, "/bare")];
      // Servers that have just started are compiled while they answer; what counts is how they are from then on.
      if (size === sizes[0]) await best({ most: warmUps, budgetMs: Number.POSITIVE_INFINITY }, { ours, same, bare });
      const cost = await best({ most: 20, budgetMs: 6_000 }, { ours, same, bare });
      const row = (what: string, other: number, reach: string): Row => ({
        what,
        size: `${number(size)} rows`,
        ours: perSecond(calls, cost.ours, "req"),
        other: perSecond(calls, other, "req"),
        ratio: factor(other / cost.ours),
        reach,
      });
      const cpu = await best(
        { most: 3, budgetMs: 0 },
        { ours: () => processorTime(product, ours), same: () => processorTime(fastify, same) },
      );
      rows.push(
        row("the same work by hand", cost.same, ">= 1.00x"),
        row("without session, limit, policies", cost.bare, "-"),
        {
          ...row("processor time of the server", cost.same, "-"),
          ours: `${number(cpu.ours)} us`,
          other: `${number(cpu.same)} us`,
          ratio: factor(cpu.ours / cpu.same),
        },
      );
    }
  } finally {
    agent.destroy();
    await Promise.all(servers.map((server) => server.stop()));
  }
  return rows;
}

/** Microseconds per call. */
async function processorTime(server: Child, load: () => Promise<number>): Promise<number> {
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
