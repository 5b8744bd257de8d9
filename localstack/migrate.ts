import * as audit from "#platform/audit.ts";
import { migrateDatabase } from "#platform/migrate.ts";
import * as search from "#platform/search.ts";
import * as vectors from "#platform/vectors.ts";
import { fail, line } from "./terminal.ts";

try {
  const applied = await migrateDatabase();
  await Promise.all([search.prepare(), vectors.prepare(), audit.prepare()]);
  if (applied.length > 0) line(`Migrated: ${applied.join(", ")}`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await audit.close();
}
