import { expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const headers = { authorization: "Bearer made-up-token" };
const contacts = "/hubspot/crm/v3/objects/contacts";
interface List {
  results: { id: string; properties: Record<string, string | null>; updatedAt: string }[];
  paging?: { next: { after: string } };
}

test("contacts are listed page by page, with the properties that were asked for", async () => {
  const inputs = Array.from({ length: 5 }, (_, at) => ({ properties: { email: `p${at}@x.example`, firstname: "P" } }));
  await world.ask(`${contacts}/batch/create`, { headers, json: { inputs } });
  const seen: string[] = [];
  let after = "";
  do {
    const page = await world.ask<List>(`${contacts}?limit=2&properties=email,company&after=${after}`, { headers });
    seen.push(...page.body.results.map(({ properties }) => properties["email"] ?? ""));
    expect(page.body.results[0]?.properties).toMatchObject({ company: null, hs_object_id: expect.any(String) });
    expect(page.body.results[0]?.properties).not.toHaveProperty("firstname");
    after = page.body.paging?.next.after ?? "";
  } while (after);
  expect(seen).toEqual(inputs.map(({ properties }) => properties.email));
});

test("a search finds what changed since, the oldest change first, and no more than ten thousand", async () => {
  const { body: one } = await world.ask<{ id: string }>(contacts, {
    headers,
    json: { properties: { email: "z@x.example" } },
  });
  const search = (json: object) => world.ask<List & { total: number }>(`${contacts}/search`, { headers, json });
  const all = await search({ limit: 100 });
  const since = Date.parse(all.body.results.find(({ id }) => id === one.id)?.updatedAt ?? "");
  const filters = [{ propertyName: "lastmodifieddate", operator: "GTE", value: String(since) }];
  const found = await search({ filterGroups: [{ filters }], limit: 100, properties: ["email"] });
  expect(found.body.results.map(({ id }) => id)).toContain(one.id);
  expect(found.body.total).toBeLessThanOrEqual(all.body.total);
  expect((await search({ limit: 200, after: "9900" })).status).toBe(400);
});

test("errors have HubSpot's shape: credentials, things that are not there, and its limit", async () => {
  expect(await world.ask(contacts)).toMatchObject({
    status: 401,
    body: { status: "error", category: "INVALID_AUTHENTICATION", correlationId: expect.any(String) },
  });
  const missing = await world.ask(`${contacts}/1`, { method: "PATCH", headers, json: { properties: {} } });
  expect(missing).toMatchObject({ status: 404, body: { category: "OBJECT_NOT_FOUND" } });
  await world.fault({ provider: "hubspot", kind: "rate_limit", retryAfterS: 3 });
  const busy = await world.ask(contacts, { headers });
  expect(busy).toMatchObject({ status: 429, body: { errorType: "RATE_LIMIT", policyName: "SECONDLY" } });
  expect(busy.headers.get("retry-after")).toBe("3");
});
