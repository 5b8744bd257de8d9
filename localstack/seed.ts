import { parseArgs } from "node:util";
import { close } from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import { seedLoadTenants } from "./seed/load.ts";
import { seedPlatform } from "./seed/platform.ts";
import { seedTenants } from "./seed/tenants.ts";
import { fail } from "./terminal.ts";

try {
  const { values } = parseArgs({ options: { tenants: { type: "string" } } });
  await seedPlatform();
  await seedTenants();
  if (values.tenants) await seedLoadTenants(Number(values.tenants));
} catch (error) {
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}
