import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedPlatform } from "#localstack/seed/platform.ts";
import { ErrorEnvelope, errorStatus } from "#schema/errors.ts";
import { isolation } from "#schema/isolation.ts";
import { closeStores } from "#tests/support/close.ts";
import { wallsDatabase } from "#tests/support/walls.ts";
import type { Operation } from "./fuzz/document.ts";
import { type FuzzRequest, type Material, requestsTo } from "./fuzz/requests.ts";
import { type FuzzWorld, fuzzWorld } from "./fuzz/world.ts";

const total = Number(process.env["FUZZ_REQUESTS"] ?? 10_000);
const seed = Number(process.env["FUZZ_SEED"] ?? 20_260_101);
/** Each round has tenants of its own, since some requests end sessions and memberships. */
const rounds = 16;
/** Passwords are hashed slowly on purpose: fewer of these. */
const slow = /password|login|sign-?up|register|reset/;
/** What a refused request may leave: evidence of the attempt, and its answer under the caller's idempotency key. */
const evidence = ["idempotency_keys", "login_attempts"];
const told = /^outbox insert login\.(failed|locked)$/;

let walls: Awaited<ReturnType<typeof wallsDatabase>>;
let operations: Operation[];
let named: Material["named"];
let app: typeof import("#functions/api/index.ts").app;

beforeAll(async () => {
  walls = await wallsDatabase();
  await walls.superuser.query(`
    create table noted (id bigserial primary key, what text not null);
    create function note_write() returns trigger language plpgsql security definer as $$
      begin insert into noted (what) values (concat_ws(' ', tg_table_name, lower(tg_op), to_jsonb(new) ->> 'name')); return null; end $$`);
  for (const table of Object.keys(isolation).filter((name) => !evidence.includes(name)))
    await walls.superuser.query(
      `create trigger noting after insert or update or delete on ${table} for each row execute function note_write()`,
    );
  await seedPlatform();
  app = (await import("#functions/api/index.ts")).app;
  ({ operations, named } = await (await import("./fuzz/document.ts")).readDocument());
}, 120_000);
afterAll(async () => {
  await closeStores();
  await walls.drop();
});

/** What is wrong with an answer, if anything. */
async function flaw(
  request: FuzzRequest,
  { foreign, omniscient }: FuzzWorld,
): Promise<{ status: number; flaw?: string }> {
  const { method, path, headers, body } = request;
  const answer = await app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
  const { status } = answer;
  const type = answer.headers.get("content-type") ?? "";
  if (type.includes("event-stream")) {
    await answer.body?.cancel();
    return { status };
  }
  const text = await answer.text();
  if (status >= 500) return { status, flaw: text };
  const isNew = ![path, body ?? "", headers["x-tenant-id"] ?? ""].some((part) => part.includes(foreign));
  if (isNew && headers["authorization"] !== omniscient && text.includes(foreign))
    return { status, flaw: `names another tenant: ${text}` };
  if (status < 400 || method === "HEAD") return { status };
  const envelope = ErrorEnvelope.safeParse(type.includes("json") ? JSON.parse(text) : text);
  if (!envelope.success) return { status, flaw: `no envelope: ${text}` };
  const known = errorStatus[envelope.data.error.code as keyof typeof errorStatus];
  return known === status
    ? { status }
    : { status, flaw: `${envelope.data.error.code} is not a code of the closed list with ${status}` };
}

async function written(): Promise<string[]> {
  const { rows } = await walls.superuser.query<{ what: string }>("delete from noted returning what");
  return rows.map(({ what }) => what).filter((what) => !told.test(what));
}

test(`${total} requests over the OpenAPI document end in an answer, a refusal in the envelope, and refusals write nothing`, async () => {
  const flaws: string[] = [];
  const counts = new Map<number, number>();
  const asked = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const world = await fuzzWorld();
    const weighted = operations.map((operation) => ({
      weight: slow.test(operation.path) ? 2 : 8,
      arbitrary: requestsTo(operation, { ...world, named }),
    }));
    const each = round === 0 ? weighted.flatMap(({ arbitrary }) => fc.sample(arbitrary, { numRuns: 1, seed })) : [];
    const numRuns = Math.max(0, Math.ceil(total / rounds) - each.length);
    const requests = [...each, ...fc.sample(fc.oneof(...weighted), { numRuns, seed: seed + round })];
    await written();
    for (const request of requests) {
      asked.add(request.route);
      const { status, flaw: found } = await flaw(request, world).catch((error: unknown) => ({
        status: 0,
        flaw: String(error),
      }));
      counts.set(status, (counts.get(status) ?? 0) + 1);
      const left = status >= 400 || status === 0 ? await written() : [];
      if (status < 400) await written();
      const sent = {
        ...request,
        headers: { ...request.headers, authorization: "…" },
        body: request.body?.slice(0, 500),
      };
      if (found) flaws.push(`${status} ${found.slice(0, 400)} <- ${JSON.stringify(sent)}`);
      if (left.length > 0)
        flaws.push(`${status} but wrote ${[...new Set(left)].join(", ")} <- ${JSON.stringify(sent)}`);
    }
  }
  const byStatus = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  process.stdout.write(`fuzz: seed ${seed}, ${asked.size} of ${operations.length} routes, ${byStatus.join(", ")}\n`);
  expect(flaws.slice(0, 20)).toEqual([]);
  expect(asked.size).toBe(operations.length);
}, 600_000);
