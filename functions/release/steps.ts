import * as Search from "#core/search/index.ts";
import * as audit from "#platform/audit-build.ts";
import { config } from "#platform/config.ts";
import { ensureRoles, withdrawBypass } from "#platform/database-roles.ts";
import { migrateDatabase } from "#platform/migrate.ts";
import * as search from "#platform/search-build.ts";
import { inTurn } from "#platform/turn.ts";
import * as vectors from "#platform/vectors-build.ts";
import type { Collection } from "#schema/search-collections.ts";
import { bring, type Catalogue } from "./catalogue.ts";

/**
 * Makes the stores ready for this version, while the version before serves: roles, migrations, catalogues, collections, the audit log.
 * It may be run again at any time and by several at once; they take turns.
 * @param say told of each step that is done
 * @param catalogue what every installation needs; the local cloud leaves it to its seed
 */
export function release(say: (sentence: string) => void, catalogue?: Catalogue): Promise<void> {
  const master = config("MASTER_DATABASE_URL");
  return inTurn(master, async () => {
    await ensureRoles(master, {
      migrator: config("MIGRATOR_DATABASE_URL"),
      app: config("DATABASE_URL"),
      platform: config("PLATFORM_DATABASE_URL"),
      auth: config("AUTH_DATABASE_URL"),
    });
    say("Roles and extensions are there.");
    const applied = await migrateDatabase();
    say(applied.length > 0 ? `Migrated: ${applied.join(", ")}` : "No migration was pending.");
    if (await withdrawBypass(master)) say("The platform role no longer bypasses policies.");
    if (catalogue) say(`Catalogues are there, with ${await bring(catalogue)} new rows.`);
    const [wanting, , remark] = await Promise.all([search.prepare(), vectors.prepare(), audit.prepare()]);
    if (remark) say(remark);
    await fill(wanting, say);
    say("Search, vectors and the audit log are there.");
  });
}

async function fill(wanting: readonly Collection[], say: (sentence: string) => void): Promise<void> {
  const hasTenants = await Search.isThereAnything();
  for (const collection of wanting)
    if (hasTenants)
      say(`The search collection ${collection} was filled: ${await Search.rebuild(collection)} documents.`);
    else await search.makeEmpty(collection);
}
