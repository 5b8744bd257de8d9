import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePorts } from "#localstack/ports.ts";
import { startPostgres } from "#localstack/services/postgres.ts";
import { removeDataDir } from "#localstack/services/postgres-files.ts";
import { prepareRoles } from "#localstack/services/postgres-roles.ts";
import { type LoginUrls, withdrawBypass } from "#platform/database-roles.ts";

const passwords = { migrator: "m-1", app: "a-'2", platform: "p@3", auth: "u/4" };
const patience = { timeout: 20_000, interval: 50 };

let dir: string;
let server: Awaited<ReturnType<typeof startPostgres>>;
let master: URL;
let urls: LoginUrls;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "postgres-"));
  chmodSync(dir, 0o755);
  const { postgres: port } = await freePorts();
  server = await startPostgres({ port, dataDir: join(dir, "postgres"), password: "s 'quoted' ü" });
  // A managed PostgreSQL gives no superuser, only a login that may make roles and databases.
  await ask(server.url.replace(/[^/]*$/, "postgres"), "create role master login createrole createdb password 'm-0'");
  master = new URL(server.url);
  Object.assign(master, { username: "master", password: "m-0" });
  urls = await prepareRoles(master.href, passwords);
}, 60_000);

afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function ask<Row extends object>(url: string, ...statements: string[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

describe("the database", () => {
  test("has four roles, made by a login that is no superuser, and none of them has more rights than to serve", async () => {
    const rows = await ask(
      server.url,
      `select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles
       where rolname in ('migrator', 'app', 'platform', 'auth') order by rolname`,
    );
    const plain = { rolsuper: false, rolcreaterole: false, rolbypassrls: false };
    expect(rows).toEqual([
      { rolname: "app", ...plain },
      { rolname: "auth", ...plain },
      { rolname: "migrator", ...plain },
      { rolname: "platform", ...plain },
    ]);
  });

  test("belongs to migrator and has its extensions", async () => {
    const [owner] = await ask<{ rolname: string }>(
      urls.migrator,
      "select rolname from pg_database d join pg_roles r on r.oid = d.datdba where datname = current_database()",
    );
    const extensions = await ask<{ extname: string }>(urls.migrator, "select extname from pg_extension order by 1");
    expect(owner?.rolname).toBe("migrator");
    expect(extensions.map(({ extname }) => extname)).toEqual(["citext", "pg_trgm", "pgcrypto", "plpgsql"]);
  });

  test("hides rows from app and from the owner, and app can neither switch that off nor become platform", async () => {
    await ask(
      urls.migrator,
      "create table note (tenant_id text not null, body text not null)",
      "alter table note enable row level security",
      "alter table note force row level security",
      "create policy tenant on note using (tenant_id = current_setting('app.tenants', true))",
      "create policy platform on note to platform using (true) with check (true)",
      "grant select, insert on note to app, platform",
    );
    await ask(urls.platform, "insert into note values ('ten_1', 'one'), ('ten_2', 'two')");
    expect(await ask(urls.app, "select * from note")).toEqual([]);
    expect(await ask(urls.migrator, "select * from note")).toEqual([]);
    expect(await ask(urls.app, "set app.tenants = 'ten_1'", "select body from note")).toEqual([{ body: "one" }]);
    expect(await ask(urls.platform, "select body from note order by 1")).toHaveLength(2);
    await expect(ask(urls.app, "set row_security = off", "select * from note")).rejects.toThrow(/row-level security/);
    await expect(ask(urls.app, "alter table note disable row level security")).rejects.toThrow(/must be owner/);
    await expect(ask(urls.app, "set role platform")).rejects.toThrow(/permission denied/);
    await expect(ask(urls.app, "create table mine (id int)")).rejects.toThrow(/permission denied/);
  });

  test("refuses a wrong password, and a second preparation with new ones replaces them", async () => {
    const wrong = new URL(urls.app);
    wrong.password = "guess";
    await expect(ask(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
    const renewed = await prepareRoles(master.href, { ...passwords, auth: "new" });
    expect(await ask(renewed.auth, "select 1 as one")).toEqual([{ one: 1 }]);
    await expect(ask(urls.auth, "select 1")).rejects.toThrow(/password authentication failed/);
  });

  test("loses what an earlier version gave its roles: at once, but for the sight of platform, which migrations replace first", async () => {
    await ask(
      server.url,
      "alter role app superuser",
      "alter role auth bypassrls",
      "alter role platform bypassrls createdb",
    );
    const excessive = () =>
      ask(
        server.url,
        `select rolname, rolcreatedb from pg_roles where rolname in ('app', 'platform', 'auth')
          and (rolsuper or rolbypassrls or rolcreatedb)`,
      );
    await expect(prepareRoles(master.href, passwords)).rejects.toThrow(/master may not create roles and databases/);
    await prepareRoles(server.url, passwords);
    expect(await excessive()).toEqual([{ rolname: "platform", rolcreatedb: false }]);
    expect(await withdrawBypass(server.url)).toBe(true);
    expect(await excessive()).toEqual([]);
    expect(await withdrawBypass(master.href)).toBe(false);
  });

  test("keeps what was committed when the server is killed, and is back by itself", async () => {
    await ask(urls.migrator, "create table kept (id int)", "insert into kept select generate_series(1, 1000)");
    const before = server.pid();
    process.kill(before ?? 0, "SIGKILL");
    const count = await vi.waitFor(() => ask(urls.migrator, "select count(*)::int as rows from kept"), patience);
    expect(count).toEqual([{ rows: 1000 }]);
    expect(server.pid()).not.toBe(before);
  });
});

test("a database in a folder that nobody else may enter starts and is removed completely", {
  timeout: 60_000,
}, async () => {
  const home = mkdtempSync(join(tmpdir(), "private-"));
  chmodSync(home, 0o700);
  const dataDir = join(home, "postgres");
  const { postgres: port } = await freePorts();
  const secluded = await startPostgres({ port, dataDir, password: "x" });
  const [row] = await ask<{ place: string }>(
    secluded.url.replace(/[^/]*$/, "postgres"),
    "select current_setting('data_directory') as place",
  );
  await secluded.stop();
  removeDataDir(dataDir);
  expect(existsSync(row?.place ?? "/")).toBe(false);
  rmSync(home, { recursive: true });
});
