import pg from "pg";
import { beforeEach, expect, test } from "vitest";
import type { ContentRequest } from "#schema/request.ts";
import { call, ok } from "#tests/support/api.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
const wish = { topic: "How to rewire a table lamp at home", wordCount: 900 };

beforeEach(async () => {
  tenant = await freshTenant();
});

const post = (key: string, body: object) =>
  call<ContentRequest>(tenant.people.TM, "POST", "/tenant/v1/blog-requests", {
    body,
    headers: { "idempotency-key": key },
  });

async function requests(): Promise<number> {
  const { items } = await ok<{ items: ContentRequest[] }>(tenant.people.TM, "GET", "/tenant/v1/requests");
  return items.length;
}

test("the same key and body gives the first answer again and acts once", async () => {
  const first = await post("key-of-sixteen-characters-1", wish);
  const second = await post("key-of-sixteen-characters-1", wish);
  expect(first.status).toBe(201);
  expect(second).toMatchObject({ status: 201, body: { id: first.body.id } });
  expect(await requests()).toBe(1);
});

test("the same key with another body is refused and changes nothing", async () => {
  await post("key-of-sixteen-characters-2", wish);
  const other = await post("key-of-sixteen-characters-2", { ...wish, topic: "Another topic altogether" });
  expect(other).toMatchObject({ status: 422, code: "request.idempotency_mismatch" });
  expect(await requests()).toBe(1);
});

test("two calls with one key at the same moment act once", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => post("key-of-sixteen-characters-3", wish)));
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expect(answer.code).toBe("request.idempotency_in_progress");
  expect(await requests()).toBe(1);
});

test("the kept answer is born in the transaction of its effect: neither is there without the other", async () => {
  const client = new pg.Client({ connectionString: process.env["MIGRATOR_DATABASE_URL"] });
  await client.connect();
  await client.query(
    "create function lose_answer() returns trigger language plpgsql as $$ begin if new.status = 'done' and new.key = 'key-that-cannot-be-kept-1' then raise exception 'lost'; end if; return new; end $$",
  );
  await client.query(
    "create trigger lose_answer before update on idempotency_keys for each row execute function lose_answer()",
  );
  try {
    expect((await post("key-that-cannot-be-kept-1", wish)).status).toBe(500);
    expect(await requests()).toBe(0);
  } finally {
    await client.query("drop function lose_answer cascade");
    await client.end();
  }
  expect((await post("key-that-cannot-be-kept-1", wish)).status).toBe(201);
  expect(await requests()).toBe(1);
});

test("an answer that is many JSON documents is made anew, not kept", async () => {
  const ask = () =>
    call(tenant.people.SA, "POST", "/admin/v1/audit-logs/export", {
      body: { format: "ndjson" },
      headers: { "idempotency-key": "key-of-an-export-of-lines" },
    });
  for (const answer of [await ask(), await ask()]) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get("idempotent-replayed")).toBeNull();
  }
});
