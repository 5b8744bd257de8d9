import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ErrorEnvelope, errorStatus } from "#schema/errors.ts";
import { anyone as marks } from "#schema/roles.ts";
import { type Answer, call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, type Things, title } from "#tests/support/furnish.ts";
import { type TestKey, usedKeyOf } from "#tests/support/keys.ts";
import { contactOf, type TestContact } from "#tests/support/links.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { type Expectation, expectations } from "./catalogue.ts";
import { readDocument } from "./fuzz/document.ts";
import { carriedIds, type Reference, references } from "./references.ts";
import { pathOf } from "./routes.ts";

// Ids of another tenant that travel in a body or a query, where no path names them.
let own: TestTenant;
let foreign: TestTenant;
let ownThings: Things;
let foreignThings: Things;
let key: TestKey;
let contact: TestContact;

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  [ownThings, foreignThings] = [await furnish(own), await furnish(foreign)];
  key = await usedKeyOf(own);
  contact = await contactOf(own, [ownThings.clientApproval]);
  await contact.prove();
});
afterAll(closeStores);

const attacked = Object.entries(references).flatMap(([carried, reference]) => {
  return typeof reference === "string" ? [] : [[carried, reference] as const];
});

test("every id that a body or query carries is tried below, or belongs to no tenant", async () => {
  const { operations, named } = await readDocument();
  expect(Object.keys(references).sort()).toEqual(carriedIds(operations, named).sort());
});

describe("another tenant's id is refused, or finds nothing, in", () => {
  test.each(attacked)("%s", async (carried, { thing, by, more, finds, among, code = "request.not_found" }) => {
    const before = await digestOf(foreign.id);
    const [method = "", path = "", field = ""] = carried.split(" ");
    const route = `${method} ${path}`;
    const expected = expectations[route];
    if (!expected) throw new Error(`${route} is not in the catalogue`);
    const value = field.endsWith("Ids") ? [foreignThings[thing]] : foreignThings[thing];
    const body = {
      ...(expected.body?.(own, ownThings) as object),
      ...more,
      ...(among?.(foreignThings[thing]) ?? { [field]: value }),
    };
    const answer = await send(
      by,
      method,
      addressOf(route, expected, field, foreignThings[thing]),
      body,
      expected.version,
    );
    if (finds === "nothing") {
      expect(answer.status).toBe(200);
      for (const id of Object.values(foreignThings)) expect(JSON.stringify(answer.body)).not.toContain(id);
    } else if (among && answer.status === 200) {
      expect(answer.body).toMatchObject({ results: [{ ok: false, error: { code } }] });
    } else if (answer.status === 422) expect(fieldsOf(answer)).toContain(field.split(".")[0]);
    else expect(answer).toMatchObject({ status: errorStatus[code], code });
    expect(await digestOf(foreign.id)).toEqual(before);
  });

  const nested = Object.entries(expectations).flatMap(([route, expected]) => {
    const names = Object.entries(expected.params ?? {}).filter(([, one]) => typeof one === "string");
    return names.length < 2
      ? []
      : names.map(([name, thing]) => ({ route, expected, name, thing: thing as keyof Things }));
  });

  test.each(nested)("$name alone of the path of $route", async ({ route, expected, name, thing }) => {
    const before = await digestOf(foreign.id);
    const path = pathOf(route, expected, { ...ownThings, [thing]: foreignThings[thing] });
    const mark = marks.find((one) => one !== "SA" && expected.may !== "public" && expected.may.includes(one)) ?? "TA";
    const answer = await send(mark, route.split(" ")[0] ?? "", path, expected.body?.(own, ownThings));
    expect({ name, status: answer.status, code: answer.code }).toEqual({
      name,
      status: 404,
      code: "request.not_found",
    });
    expect(await digestOf(foreign.id)).toEqual(before);
  });
});

/** The address of a route with one's own ids in the path, and a query that names what is foreign. */
function addressOf(route: string, expected: Expectation, field: string, id: string): string {
  const [path = "", query = ""] = pathOf(route, expected, ownThings).split("?");
  if (!route.startsWith("GET ")) return path;
  const asked = new URLSearchParams(query);
  asked.set(field, id);
  return `${path}?${asked}`;
}

function send(by: Reference["by"], method: string, path: string, body: unknown, version?: number): Promise<Answer> {
  if (by === "link") return contact.send(method, path.split("/").at(-1), body);
  const { headers, ...reviewer } = own.people.DM;
  const unbound = { ...reviewer, headers: { authorization: headers["authorization"] ?? "" } };
  const who = by === "key" ? key : by === "unbound" ? unbound : own.people[by];
  const sends = method === "GET" || body === undefined ? {} : { body };
  return call(who, method, path, { ...sends, ...(version === undefined ? {} : { version }) });
}

function fieldsOf({ body }: Answer): string[] {
  const { error } = ErrorEnvelope.parse(body);
  return (error.fields ?? []).map(({ path }) => path.split(".")[0] ?? "");
}

const empty = [
  { name: "approvals", mark: "DM", path: () => `/dm/v1/approvals?tenantId=${foreign.id}` },
  { name: "activities", mark: "DM", path: () => `/dm/v1/activities?tenantId=${foreign.id}` },
  { name: "requests", mark: "DM", path: () => `/dm/v1/requests?tenantId=${foreign.id}` },
  {
    name: "comments",
    mark: "DM",
    path: () => `/tenant/v1/comments?subjectType=blog_post&subjectId=${foreignThings.blogPost}`,
  },
  { name: "audit entries", mark: "DM", path: () => `/tenant/v1/audit-log?subjectId=${foreignThings.blogPost}` },
] as const;

test.each(empty)("a filter for another tenant's $name finds nothing", async ({ mark, path }) => {
  const { headers, ...reviewer } = own.people[mark];
  const across = { ...reviewer, headers: { authorization: headers["authorization"] ?? "" } };
  for (const who of path().startsWith("/dm/") ? [own.people[mark], across] : [own.people[mark]]) {
    const answer = await call<{ items?: unknown[] }>(who, "GET", path());
    if (answer.status === 200) expect(answer.body.items).toEqual([]);
    else expect(answer.status).toBe(404);
  }
});

test("retrieval over another tenant's dataset finds nothing of it", async () => {
  const body = { query: "secrets in the cellar", datasetIds: [foreignThings.dataset] };
  const answer = await call<{ hits?: unknown[] }>(own.people.TM, "POST", "/tenant/v1/datasets/query", { body });
  if (answer.status === 200) expect(answer.body.hits).toEqual([]);
  else expect(answer.status).toBe(404);
});

test("a cursor of another tenant's list is refused", async () => {
  for (let number = 0; number < 2; number++) {
    const body = { topic: `Topic number ${number} of the other`, submit: false };
    await call(foreign.people.TM, "POST", "/tenant/v1/blog-requests", { body });
  }
  const page = await call<{ nextCursor: string }>(foreign.people.TM, "GET", "/tenant/v1/requests?limit=1");
  const path = `/tenant/v1/requests?limit=1&cursor=${encodeURIComponent(page.body.nextCursor)}`;
  const answer = await call(own.people.TM, "GET", path);
  expect(answer.code).toBe("request.cursor_invalid");
});

test("an idempotency key of another tenant's caller does not replay that caller's answer", async () => {
  const headers = { "idempotency-key": "the-same-key-for-two-tenants" };
  const body = { topic: "A topic that both ask for", submit: false };
  const [theirs, ours] = [
    await call<{ id: string }>(foreign.people.TM, "POST", "/tenant/v1/blog-requests", { body, headers }),
    await call<{ id: string }>(own.people.TM, "POST", "/tenant/v1/blog-requests", { body, headers }),
  ];
  expect(ours.status).toBe(201);
  expect(ours.body.id).not.toBe(theirs.body.id);
});

test("no list of a tenant shows anything of another", async () => {
  for (const path of ["/tenant/v1/blog-posts", "/tenant/v1/requests", "/tenant/v1/activities", "/tenant/v1/datasets"]) {
    const answer = await call<{ items: unknown[] }>(own.people.TA, "GET", path);
    expect(answer.status).toBe(200);
    expect(answer.body.items.length).toBeGreaterThan(0);
    for (const thing of Object.values(foreignThings)) expect(JSON.stringify(answer.body)).not.toContain(thing);
  }
  const search = await call(own.people.TA, "POST", "/v1/search", { body: { q: title } });
  expect(JSON.stringify(search.body)).not.toContain(foreignThings.blogPost);
});
