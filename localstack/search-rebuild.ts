import * as Search from "#core/search/index.ts";
import { close } from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import { CollectionName } from "#schema/search.ts";
import { explain } from "./explain.ts";
import { fail, line, seconds } from "./terminal.ts";

// `npm run search:rebuild -- <collection|all>`: fills search collections anew from the database while searches go on.
const [wanted, ...rest] = process.argv.slice(2);
const names = wanted === "all" ? CollectionName.options : CollectionName.options.filter((name) => name === wanted);
try {
  if (names.length === 0 || rest.length > 0)
    throw new Error(`Usage: npm run search:rebuild -- all | ${CollectionName.options.join(" | ")}`);
  for (const name of names) {
    const started = Date.now();
    const copied = await Search.rebuild(name);
    line(`✓ ${name}: ${copied} ${copied === 1 ? "document" : "documents"} (${seconds(Date.now() - started)})`);
  }
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}
