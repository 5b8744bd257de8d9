import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { migrateDatabase } from "#platform/migrate.ts";
import { closedSetDrift } from "./closed-sets.ts";
import { isolationDrift } from "./isolation.ts";
import { machineDrift } from "./machines.ts";
import { root } from "./paths.ts";
import { rowDrift } from "./rows.ts";
import { scratchDatabase } from "./scratch-database.ts";
import { sharedPrefixes } from "./table-ids.ts";
import { fail, line } from "./terminal.ts";

const target = join(root, "schema/database/tables.ts");
const options = [
  "--camel-case",
  ...["--dialect", "postgres"],
  ...["--exclude-pattern", "schema_migrations*"],
  ...["--date-parser", "string"],
  ...["--numeric-parser", "number"],
  ...["--type-mapping", '{"int8":"number"}'],
];

/** Row types as the migrations make them, and where the words of code and database differ. */
async function read(): Promise<{ types: string; drift: string[] }> {
  const scratch = await scratchDatabase();
  const { dir, urls } = scratch;
  try {
    await migrateDatabase(urls.migrator);
    const out = join(dir, "tables.ts");
    const program = join(root, "node_modules/kysely-codegen/dist/cli/bin.js");
    await promisify(execFile)(process.execPath, [program, ...options, "--out-file", out, "--url", urls.migrator], {
      cwd: dir,
    });
    const drift = [
      ...(await closedSetDrift(urls.migrator)),
      ...sharedPrefixes(),
      ...machineDrift(),
      ...(await rowDrift(urls.migrator)),
      ...(await isolationDrift(urls.migrator)),
    ];
    return { types: readFileSync(out, "utf8"), drift };
  } finally {
    await scratch.stop();
  }
}

const { types, drift } = await read();
for (const sentence of drift) line(sentence);
if (process.argv.includes("--check")) {
  const stale = types !== readFileSync(target, "utf8");
  if (stale) fail("schema/database/tables.ts does not fit the migrations. Run npm run db:types.");
  if (drift.length > 0) fail("The words of schema/ and of the migrations differ.");
  if (stale || drift.length > 0) process.exitCode = 1;
} else {
  writeFileSync(target, types);
  line("schema/database/tables.ts is up to date.");
}
