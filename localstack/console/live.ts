import { html } from "hono/html";
import { asPlatform } from "#platform/db.ts";
import { since, tipOf } from "#platform/live.ts";
import { redis } from "#platform/redis.ts";
import { ago, type Markup, table } from "./page.ts";

const eventsShown = 100;

/** All live streams that Redis has: of tenants, and of single runs. */
export async function liveBody(): Promise<Markup> {
  const keys = await streamKeys();
  const runs = keys.filter((key) => key.startsWith("live:run:"));
  const tenants = keys.filter((key) => /^live:ten_/.test(key)).map((key) => key.slice("live:".length));
  const names = await namesOf(tenants);
  const [tenantRows, runRows] = await Promise.all([
    Promise.all(tenants.map((id) => tenantRow(id, names.get(id) ?? ""))),
    Promise.all(runs.map(runRow)),
  ]);
  return html`${table(["Tenant", "Stream", "#Events", "#Newest"], tenantRows, "No tenant has had an event in the last day.")}
    <h2>Runs</h2>
    ${table(["Run", "#Events", "Newest", "#Age"], runRows, "No run has been watched in the last hour.")}`;
}

/** The last events of a tenant's stream, the newest first. */
export async function streamBody(tenantId: string): Promise<Markup> {
  const frames = await since(tenantId, Math.max(0, (await tipOf(tenantId)) - eventsShown));
  const rows = frames.reverse().map(
    ({ seq, type, at, data }) => html`<tr>
      <td class="n">${seq}</td><td class="n">${ago(at)}</td><td>${type}</td>
      <td><pre>${JSON.stringify(data)}</pre></td>
    </tr>`,
  );
  return html`<p><a href="/live">All streams</a></p>${table(["#Number", "#Age", "Event", "Data"], rows, "The stream is empty.")}`;
}

async function streamKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const found of redis().scanStream({ match: "live:*", count: 1_000, type: "stream" }))
    keys.push(...(found as string[]));
  return [...new Set(keys)].toSorted();
}

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("tenants")
      .select(["id", "name"])
      .where("id", "in", [...ids])
      .execute(),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function tenantRow(tenantId: string, name: string): Promise<Markup> {
  const [length, tip] = await Promise.all([redis().xlen(`live:${tenantId}`), tipOf(tenantId)]);
  return html`<tr>
    <td>${name}</td>
    <td class="mono"><a href="/live/${tenantId}" id="live-${tenantId}">${tenantId}</a></td>
    <td class="n">${length}</td>
    <td class="n">${tip}</td>
  </tr>`;
}

async function runRow(key: string): Promise<Markup> {
  const [length, [newest]] = await Promise.all([redis().xlen(key), redis().xrevrange(key, "+", "-", "COUNT", 1)]);
  const [id = "", fields = []] = newest ?? [];
  return html`<tr>
    <td class="mono">${key.slice("live:run:".length)}</td>
    <td class="n">${length}</td>
    <td>${fields[1] ?? ""} <span class="soft">${(fields[3] ?? "").slice(0, 120)}</span></td>
    <td class="n">${id ? ago(Number(id.split("-")[0])) : ""}</td>
  </tr>`;
}
