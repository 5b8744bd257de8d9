import { seedPlatform } from "#localstack/seed/platform.ts";
import * as audit from "#platform/audit-build.ts";
import { close } from "#platform/db.ts";
import { migrateDatabase } from "#platform/migrate.ts";
import * as search from "#platform/search-build.ts";
import * as vectors from "#platform/vectors-build.ts";

// Runs in a process of its own, so that the test runner's environment stays as it was: schema, collections, catalogues.
await migrateDatabase();
await Promise.all([search.prepare(), vectors.prepare(), audit.prepare()]);
await seedPlatform();
await close();
