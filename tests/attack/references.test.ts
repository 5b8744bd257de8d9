import { afterAll, beforeAll, expect, test } from "vitest";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, type Things, title } from "#tests/support/furnish.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

// Ids of another tenant that travel in a body or a query, where no path names them.
let own: TestTenant;
let foreign: TestTenant;
let ownThings: Things;
let foreignThings: Things;

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  [ownThings, foreignThings] = [await furnish(own), await furnish(foreign)];
});
afterAll(closeStores);

const refused = [
  {
    name: "a request cannot name another tenant's channel",
    mark: "TM",
    send: () => [
      "POST",
      "/tenant/v1/blog-requests",
      { topic: "A topic of one's own", channelId: foreignThings.channel },
    ],
    status: [422],
  },
  {
    name: "a file cannot be made from another tenant's upload",
    mark: "TM",
    send: () => ["POST", `/tenant/v1/datasets/${ownThings.dataset}/files`, { uploadIds: [foreignThings.upload] }],
    status: [404],
  },
  {
    name: "a comment cannot be put on another tenant's post",
    mark: "DM",
    send: () => [
      "POST",
      "/tenant/v1/comments",
      { subjectType: "blog_post", subjectId: foreignThings.blogPost, body: "Hello" },
    ],
    status: [404],
  },
  {
    name: "a comment cannot answer another tenant's comment",
    mark: "DM",
    send: () => [
      "POST",
      "/tenant/v1/comments",
      {
        subjectType: "blog_post",
        subjectId: ownThings.blogPost,
        parentId: foreignThings.comment,
        body: "Hello",
      },
    ],
    status: [404, 422],
  },
  {
    name: "a claim of another tenant cannot be waived through one's own post",
    mark: "DM",
    send: () => [
      "POST",
      `/tenant/v1/blog-posts/${ownThings.blogPost}/claims/${foreignThings.claim}/waive`,
      { note: "Long enough to be a reason." },
    ],
    status: [404],
  },
  {
    name: "a workspace of another tenant cannot be entered",
    mark: "TM",
    send: () => ["POST", "/auth/v1/tenants/select", { tenantId: foreign.id }],
    status: [401, 404],
  },
] as const satisfies readonly {
  name: string;
  mark: keyof TestTenant["people"];
  send: () => readonly [string, string, unknown];
  status: readonly number[];
}[];

test.each(refused)("$name", async ({ mark, send, status }) => {
  const before = await digestOf(foreign.id);
  const [method, path, body] = send();
  const answer = await call(own.people[mark], method, path, { body });
  expect(status).toContain(answer.status);
  expect(await digestOf(foreign.id)).toEqual(before);
});

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
