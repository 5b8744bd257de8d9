import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { release as releaseHere } from "#functions/release/steps.ts";
import { root } from "#localstack/paths.ts";
import { freePorts } from "#localstack/ports.ts";
import type { Service } from "#localstack/services/serve.ts";
import { startTypesense } from "#localstack/services/typesense.ts";
import { migrateDatabase, migrationNames, pendingMigrations } from "#platform/migrate.ts";
import { administrator } from "#platform/search-client.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { roster } from "#schema/roster.ts";
import { closeStores } from "#tests/support/close.ts";
import { type Walls, wallsDatabase } from "#tests/support/walls.ts";
import { argumentsOf, dockerfileOf, type Image, readImage, type ServiceName, services } from "./image.ts";

// The contents of the images, made and started by the commands of their Dockerfiles, as there is no Docker here.
const patience = { timeout: 30_000, interval: 250 };
const last = migrationNames().at(-1) ?? "";
const before = "0087_activity_request_index";
const images = new Map<ServiceName, Image>(services.map((name) => [name, readImage(dockerfileOf(name))]));
const running: ChildProcess[] = [];
let folder: string;
let walls: Walls;
let looking: pg.Client;
let typesense: Service;

interface Ended {
  code: number | null;
  output: string;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "images-"));
  // A database, a Redis and a search engine of its own: this dispatcher must not carry what other tests wrote.
  walls = await wallsDatabase(before);
  looking = new pg.Client({
    connectionString: process.env["MASTER_DATABASE_URL"]?.replace(/[^/]*$/, walls.superuser.database ?? ""),
  });
  await looking.connect();
  const apiKey = process.env["TYPESENSE_API_KEY"] ?? "";
  typesense = await startTypesense({ port: 0, dataDir: join(folder, "typesense"), apiKey });
  process.env["TYPESENSE_URL"] = typesense.url;
  process.env["REDIS_URL"] += "/9";
  await Promise.all(services.map(build));
}, 180_000);
afterEach(async () => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
  // Whoever looks at the database as it was holds up every index.
  await walls.superuser.query("rollback");
});
afterAll(async () => {
  await closeStores();
  await looking.end();
  await walls.drop();
  await typesense.stop();
  rmSync(folder, { recursive: true, force: true });
});

const imageOf = (name: ServiceName): Image => images.get(name) ?? readImage("");

async function build(name: ServiceName): Promise<void> {
  const made = argumentsOf(imageOf(name).stages[0] ?? [], "RUN")?.split(" ") ?? [];
  expect(made[0]).toBe("node");
  const into = made.slice(1).map((word) => (word === "/bundle" ? join(folder, name) : word));
  expect(await ended(spawn(process.execPath, into, { cwd: root }))).toMatchObject({ code: 0 });
}

function start(name: ServiceName, more: Record<string, string> = {}, args: readonly string[] = []): ChildProcess {
  const { command, env } = imageOf(name);
  const child = spawn(process.execPath, [...command.slice(1), ...args], {
    cwd: join(folder, name),
    env: { ...process.env, ...env, HOST: "127.0.0.1", NODE_OPTIONS: "", ...more },
  });
  running.push(child);
  return child;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

/** The exit code of the image's own question how it is. */
function asked(name: ServiceName, env: Record<string, string>): Promise<number> {
  const [, ...args] = imageOf(name).health ?? [];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error) => {
      resolve(error ? Number(error.code ?? 1) : 0);
    });
  });
}

describe("the release", () => {
  const release = (...args: string[]) => ended(start("release", {}, args));

  test("says what is pending, and touches nothing", async () => {
    const pending = migrationNames().filter((name) => name > before);
    expect(await release("--check")).toEqual({ code: 3, output: `Pending: ${pending.join(", ")}\n` });
    const { rows } = await walls.superuser.query("select max(name) as name from schema_migrations");
    expect(rows).toEqual([{ name: before }]);
  });

  test("makes everything ready, also when two are started at once; then nothing is pending", async () => {
    const both = await Promise.all([release(), release()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const output = both.map((one) => one.output).join("");
    expect(output.match(/^Migrated: .*/gm)).toEqual([expect.stringContaining(last)]);
    expect(output.match(/^No migration was pending\.$/gm)).toHaveLength(1);
    expect(output.match(/^Search, vectors and the audit log are there\.$/gm)).toHaveLength(2);
    expect(await release("--check")).toEqual({ code: 0, output: "No migration is pending.\n" });
    expect(await migrateDatabase(process.env["MIGRATOR_DATABASE_URL"])).toEqual([]);
  });

  test("brings what every installation needs, and leaves what people set", async () => {
    const { superuser } = walls;
    const stand = async () => {
      const { rows } = await superuser.query(
        `select (select count(*)::int from activity_templates) as types, (select count(*)::int from agents) as agents,
          (select count(*)::int from agents where current_version_id is null) as idle,
          (select enabled from activity_templates where type = 'blog_post') as writes,
          (select concurrency from agents where name = 'blog-writer') as concurrency`,
      );
      return rows[0];
    };
    const count = { types: Object.keys(activityTypes).length, agents: Object.keys(roster).length, idle: 0 };
    const made = await stand();
    expect(made).toMatchObject({ ...count, writes: true });
    await superuser.query("update activity_templates set enabled = false where type = 'blog_post'");
    await superuser.query("update agents set concurrency = 11, updated_by = 'user:test' where name = 'blog-writer'");
    await superuser.query("delete from activity_templates where type = 'gbp_post'");
    await superuser.query("update skills set deleted_at = now() where name = 'plain-language'");
    expect((await release()).output).toContain("Catalogues are there, with 1 new rows.");
    expect(await stand()).toMatchObject({ ...count, writes: false, concurrency: 11 });
    expect((await release()).output).toContain("Catalogues are there, with 0 new rows.");
  });

  test("says why it failed, and what it does not know", async () => {
    const nowhere = { MASTER_DATABASE_URL: "postgresql://master:x@127.0.0.1:1/postgres" };
    const [unreachable, unknown] = await Promise.all([ended(start("release", nowhere)), release("--chekc")]);
    expect(unreachable).toMatchObject({
      code: 1,
      output: expect.stringContaining("The release failed: connect ECONNREFUSED 127.0.0.1:1"),
    });
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining("not --chekc") });
  });
});

/** A whole release. @returns what it said */
async function finished(): Promise<string> {
  const said: string[] = [];
  await releaseHere((sentence) => said.push(sentence));
  return said.join("\n");
}

const count = async (text: string) => (await looking.query(text)).rowCount;
const building = () =>
  count(`select 1 from pg_stat_activity
    where datname = current_database() and query like '%create index concurrently%' and wait_event_type = 'Lock'`);
const turns = () =>
  count(`select 1 from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`);

test("told to stop within an index that takes long, it ends at once, and so do the statement and its turn", async () => {
  await looking.query(
    "drop index llm_calls_created_at; delete from schema_migrations where name = '0089_model_calls.online'",
  );
  await walls.superuser.query("begin isolation level repeatable read; select 1 from tenants");
  const child = start("release");
  const end = ended(child);
  await expect.poll(building, { timeout: 20_000 }).toBe(1);
  expect(await turns()).toBe(1);
  const toldAt = performance.now();
  child.kill("SIGTERM");
  expect(await end).toMatchObject({ code: 143, output: expect.stringContaining("Start it again") });
  // The index would take for ever: somebody looks at the database as it was until this test is over.
  expect(performance.now() - toldAt).toBeLessThan(10_000);
  await expect.poll(turns).toBe(0);
  await expect.poll(building).toBe(0);
});

test("the next one builds what was left", async () => {
  expect(await finished()).toContain("Migrated: 0089_model_calls.online");
  expect(await pendingMigrations()).toEqual([]);
  expect(await count("select 1 from pg_index where not indisvalid")).toBe(0);
});

/** Passes requests on to the search engine up to the one that is awaited, of which nobody hears an answer. */
async function until(awaited: RegExp, isDone: boolean, stop: () => void): Promise<Server> {
  const server = createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    const isAwaited = awaited.test(line);
    const body = Buffer.concat(await request.toArray());
    if (isAwaited && !isDone) return stop();
    const answer = await fetch(`${typesense.url}${request.url}`, {
      method: request.method ?? "GET",
      headers: { "x-typesense-api-key": String(request.headers["x-typesense-api-key"]) },
      ...(body.length > 0 ? { body } : {}),
    });
    const text = await answer.text();
    if (isAwaited) return stop();
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(text);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

const physical = async () =>
  (await administrator().collections().retrieve()).filter(({ name }) => name.startsWith("tenants_"));
const found = async () =>
  (await administrator().collections("tenants").documents().search({ q: "*", query_by: "name" })).found;

test("a new installation has its collections at once, and nothing is said of filling them", async () => {
  expect(await finished()).not.toContain("was filled");
  expect(await found()).toBe(0);
});

test.each([
  ["before the first document is there", /^POST .*\/collections\/tenants_\w+\/documents\/import/, false],
  ["as soon as the name leads to it", /^PUT .*\/aliases\/tenants/, true],
])("a collection whose filling was stopped %s is filled by the next one, once", async (_when, awaited, isDone) => {
  await looking.query(
    `insert into regions (id, code, name, currency, tax_scheme, gateway, countries, grace_days, invoice_due_days)
      values ('reg_1', 'xx', 'X', 'USD', 'none', 'stripe', '{}', 0, 0) on conflict do nothing;
    insert into tenants (id, slug, name, status, plan, region_id, country, timezone, locale, currency)
      values ('ten_1', 'ten-1', 'Tenant', 'active', 'free', 'reg_1', 'US', 'UTC', 'en', 'USD') on conflict do nothing`,
  );
  await administrator().aliases("tenants").delete();
  const proxy = await until(awaited, isDone, () => child.kill("SIGTERM"));
  const child = start("release", { TYPESENSE_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  expect(await ended(child)).toMatchObject({ code: 143 });
  proxy.close();
  expect(await finished()).toContain("The search collection tenants was filled: 1 documents.");
  expect([await found(), (await physical()).length]).toEqual([1, 1]);
  expect(await finished()).not.toContain("was filled");
});

describe.each([
  ["dispatcher", "HEALTH_PORT"],
  ["live", "GATEWAY_PORT"],
] as const)("the service %s", (name, portName) => {
  test("is unhealthy before it serves, becomes healthy, and ends in time when it is told to", async () => {
    const { gateway } = await freePorts();
    const env = { [portName]: String(gateway) };
    expect(await asked(name, env)).toBe(1);
    const child = start(name, env);
    const end = ended(child);
    await vi.waitFor(async () => expect(await asked(name, env)).toBe(0), patience);
    const toldAt = performance.now();
    child.kill("SIGTERM");
    expect(await end).toMatchObject({ code: 0 });
    expect(performance.now() - toldAt).toBeLessThan(10_000);
  });
});
