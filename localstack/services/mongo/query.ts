import type { Options } from "mingo/types";
import { simpleMatcher } from "./conditions.ts";
import { mingo } from "./engine.ts";
import { MongoFailure } from "./failure.ts";
import { compileSchema } from "./schema.ts";
import type { Doc } from "./values.ts";

const stages = new Set(
  "addFields bucket bucketAuto count documents facet group limit lookup match project redact replaceRoot replaceWith sample set setWindowFields skip sort sortByCount unionWith unset unwind"
    .split(" ")
    .map((name) => `$${name}`),
);

const options: Partial<Options> = {
  scriptEnabled: false,
  jsonSchemaValidator: (schema) => {
    const valid = compileSchema(schema as Doc);
    return (doc) => valid(doc as Doc, undefined) === undefined;
  },
};

/** Compiles a filter to a predicate. @throws MongoFailure 2 for an unknown operator */
export function matcher(filter: Doc): (doc: Doc) => boolean {
  if (Object.keys(filter).length === 0) return () => true;
  const simple = simpleMatcher(filter);
  if (simple) return simple;
  const { Query } = mingo();
  const query = new Query(filter, options);
  return (doc) => query.test(doc);
}

/** Runs aggregation stages over decoded documents. `resolve` gives the documents of another collection for $lookup and $unionWith. */
export function aggregateDocs(docs: Doc[], pipeline: Doc[], resolve: (name: string) => Doc[]): Doc[] {
  checkStages(pipeline);
  const { Aggregator } = mingo();
  return new Aggregator(pipeline, { ...options, collectionResolver: resolve }).run(docs);
}

/** Applies a find projection with expressions, $slice or $elemMatch. */
export function projectDocs(docs: Doc[], projection: Doc): Doc[] {
  return mingo().find<Doc>(docs, {}, projection, options).all();
}

/** True for a projection of plain ones and zeros, which keeps every value as it was stored. */
export function isPlainProjection(projection: Doc): boolean {
  return Object.values(projection).every((value) => typeof value === "boolean" || typeof value === "number");
}

function checkStages(pipeline: Doc[]): void {
  for (const stage of pipeline) {
    const names = Object.keys(stage);
    const name = names[0];
    if (names.length !== 1 || name === undefined) {
      throw new MongoFailure(
        40323,
        "Location40323",
        "A pipeline stage specification object must contain exactly one field.",
      );
    }
    if (!stages.has(name))
      throw new MongoFailure(40324, "Location40324", `Unrecognized pipeline stage name: '${name}'`);
  }
}
