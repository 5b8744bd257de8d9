import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { migrateDatabase } from "#platform/migrate.ts";
import { root } from "./paths.ts";
import { freePorts } from "./ports.ts";
import { startPostgres } from "./services/postgres.ts";
import { ensureRoles } from "./services/postgres-roles.ts";
import { fail, line } from "./terminal.ts";

const target = join(root, "schema/database/tables.ts");

/** Row types as the migrations make them: a fresh database is migrated and read. */
async function generate(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "leadmetrics-types-"));
  const { postgres: port } = await freePorts();
  const server = await startPostgres({ port, dataDir: join(dir, "postgres"), password: "types" });
  try {
    const roles = await ensureRoles(server.url, { migrator: "types", app: "types", platform: "types", auth: "types" });
    await migrateDatabase(roles.migrator);
    const out = join(dir, "tables.ts");
    const options = [
      "--camel-case",
      "--dialect",
      "postgres",
      "--out-file",
      out,
      "--exclude-pattern",
      "schema_migrations*",
      "--date-parser",
      "string",
      "--numeric-parser",
      "number",
      "--type-mapping",
      '{"int8":"number"}',
    ];
    await promisify(execFile)(
      process.execPath,
      [join(root, "node_modules/kysely-codegen/dist/cli/bin.js"), ...options, "--url", roles.migrator],
      { cwd: dir },
    );
    return readFileSync(out, "utf8");
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

const types = await generate();
if (process.argv.includes("--check")) {
  if (types !== readFileSync(target, "utf8")) {
    fail("schema/database/tables.ts does not fit the migrations. Run npm run db:types.");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, types);
  line("schema/database/tables.ts is up to date.");
}
