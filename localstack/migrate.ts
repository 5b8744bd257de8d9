import * as Search from "#core/search/index.ts";
import * as audit from "#platform/audit-build.ts";
import { close } from "#platform/db.ts";
import { migrateDatabase } from "#platform/migrate.ts";
import * as redis from "#platform/redis.ts";
import * as search from "#platform/search-build.ts";
import * as vectors from "#platform/vectors-build.ts";
import { explain } from "./explain.ts";
import { fail, line } from "./terminal.ts";

try {
  const applied = await migrateDatabase();
  if (applied.length > 0) line(`Migrated: ${applied.join(", ")}`);
  const [wanting] = await Promise.all([search.prepare(), vectors.prepare(), audit.prepare()]);
  if (await Search.isThereAnything())
    for (const collection of wanting)
      line(`The search collection ${collection} was filled: ${await Search.rebuild(collection)} documents.`);
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}
