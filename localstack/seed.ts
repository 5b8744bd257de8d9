import { parseArgs } from "node:util";
import { close } from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import { explain } from "./explain.ts";
import { seedConcepts } from "./seed/concepts/index.ts";
import { seedLoadTenants } from "./seed/load.ts";
import { seedPlatform } from "./seed/platform.ts";
import { seedScale } from "./seed/scale/index.ts";
import { seedTenants } from "./seed/tenants.ts";
import { fail, line, seconds } from "./terminal.ts";

try {
  const { values } = parseArgs({ options: { tenants: { type: "string" }, scale: { type: "string" } } });
  const [tenants, scale] = [wholeNumber("tenants", values.tenants, 10_000), wholeNumber("scale", values.scale, 1_000)];
  await seedPlatform();
  await seedTenants();
  await seedConcepts();
  if (scale) await plant(tenants ?? 1, scale);
  else if (tenants) await seedLoadTenants(tenants);
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}

/** Makes clients with about `scale` x 1,000 rows each and says how it goes. */
async function plant(tenants: number, scale: number): Promise<void> {
  const started = Date.now();
  const step = Math.max(1, Math.floor(tenants / 20));
  const { clients, rows } = await seedScale(tenants, scale, (count, written) => {
    if (count % step === 0) line(`… ${count} of ${tenants} clients, ${written.toLocaleString("en-US")} rows`);
  });
  line(`${clients} clients with ${rows.toLocaleString("en-US")} rows in ${seconds(Date.now() - started)}.`);
}

function wholeNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${max}, got "${text}".`);
}
