import { release } from "#functions/release/steps.ts";
import { close } from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import { explain } from "./explain.ts";
import { fail, line } from "./terminal.ts";

try {
  await release(line);
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}
