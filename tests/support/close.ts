import * as audit from "#platform/audit.ts";
import * as db from "#platform/db.ts";
import * as live from "#platform/live.ts";
import * as queue from "#platform/queue.ts";
import * as redis from "#platform/redis.ts";

/** Closes every connection that the product opened in this process: after the last test of a file. */
export async function closeStores(): Promise<void> {
  live.close();
  await queue.close();
  await Promise.all([audit.close(), db.close()]);
  redis.close();
}
