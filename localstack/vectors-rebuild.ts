import * as Dataset from "#core/dataset/index.ts";
import { close } from "#platform/db.ts";
import * as redis from "#platform/redis.ts";
import type { EmbeddingModelName } from "#schema/vectors.ts";
import { embeddingModels } from "#schema/vectors.ts";
import { explain } from "./explain.ts";
import { fail, line, seconds } from "./terminal.ts";

// `npm run vectors:rebuild`: embeds every passage anew while retrieval goes on.
try {
  for (const model of Object.keys(embeddingModels) as EmbeddingModelName[]) {
    const started = Date.now();
    const passages = await Dataset.rebuildVectors(model);
    line(`✓ ${model}: ${passages} ${passages === 1 ? "passage" : "passages"} (${seconds(Date.now() - started)})`);
  }
} catch (error) {
  fail(explain(error));
  process.exitCode = 1;
} finally {
  await close();
  redis.close();
}
