import { release } from "#functions/release/steps.ts";
import { seedPlatform } from "#localstack/seed/platform.ts";
import { close } from "#platform/db.ts";
import { close as closeRedis } from "#platform/redis.ts";

// Runs in a process of its own, so that the test runner's environment stays as it was: schema, collections, catalogues.
await release(() => undefined);
await seedPlatform();
await close();
closeRedis();
