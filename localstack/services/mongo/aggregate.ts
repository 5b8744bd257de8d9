import type { Options } from "mingo/types";
import { mingo } from "./engine.ts";
import { MongoFailure } from "./failure.ts";
import { matcher } from "./filter.ts";
import { plainProjection } from "./projection.ts";
import { compileSchema } from "./schema.ts";
import { checkSort } from "./sort.ts";
import { type Doc, isDoc, sorter } from "./values.ts";
import { refuseWide } from "./wide.ts";

const stages = new Set(
  "addFields bucket bucketAuto count documents facet group limit lookup match project redact replaceRoot replaceWith sample set setWindowFields skip sort sortByCount unionWith unset unwind"
    .split(" ")
    .map((name) => `$${name}`),
);

const atlasStages = new Set(["$listSearchIndexes", "$search", "$searchMeta", "$vectorSearch"]);

const options: Partial<Options> = {
  scriptEnabled: false,
  jsonSchemaValidator: (schema) => {
    const check = compileSchema(schema as Doc);
    return (doc) => check(doc).length === 0;
  },
};

/** The operands of one stage by its name. */
export function stageOf(stage: unknown): { name: string; operand: unknown } {
  const entries = isDoc(stage) ? Object.entries(stage) : [];
  const [name, operand] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined) {
    const message = "A pipeline stage specification object must contain exactly one field.";
    throw new MongoFailure(40323, "Location40323", message);
  }
  if (atlasStages.has(name)) {
    throw new MongoFailure(6047401, "Location6047401", `${name} stage is only allowed on MongoDB Atlas`);
  }
  if (!stages.has(name)) throw new MongoFailure(40324, "Location40324", `Unrecognized pipeline stage name: '${name}'`);
  return { name, operand };
}

/**
 * Runs aggregation stages over decoded documents, one after the other. `resolve` gives the documents of another collection for $lookup
 * and $unionWith.
 */
export function aggregateDocs(docs: Doc[], pipeline: unknown[], resolve: (name: string) => Doc[]): Doc[] {
  const steps = pipeline.map(stageOf);
  return steps.reduce((current, { name, operand }) => runStage(current, name, operand, resolve), docs);
}

function runStage(docs: Doc[], name: string, operand: unknown, resolve: (name: string) => Doc[]): Doc[] {
  switch (name) {
    case "$match":
      return docs.filter(matcher(operandDoc(name, operand)));
    case "$sort":
      return [...docs].sort(sorter(checkSort(operandDoc(name, operand))));
    case "$limit":
      return docs.slice(0, limitOf(operand));
    case "$skip":
      return docs.slice(skipOf(operand));
    case "$project": {
      const plain = plainProjection(operandDoc(name, operand));
      if (plain) return docs.map(plain);
    }
  }
  if ((name !== "$group" && name !== "$count") || readsFields(operand)) refuseWide(docs);
  refuseWide(operand);
  const { Aggregator } = mingo();
  return new Aggregator([{ [name]: operand }], { ...options, collectionResolver: resolve }).run(docs);
}

/** True when an expression names a field; a count of documents does not look at their numbers. */
function readsFields(operand: unknown): boolean {
  if (typeof operand === "string") return operand.startsWith("$");
  if (Array.isArray(operand)) return operand.some(readsFields);
  return isDoc(operand) && Object.values(operand).some(readsFields);
}

function operandDoc(name: string, operand: unknown): Doc {
  if (isDoc(operand)) return operand;
  const code = name === "$match" ? 15959 : name === "$sort" ? 15973 : 15969;
  const what =
    name === "$match"
      ? "the match filter must be an expression in an object"
      : `the ${name} key specification must be an object`;
  throw new MongoFailure(code, `Location${code}`, what);
}

/** The number of a $limit. @throws MongoFailure 15958 unless it is positive */
export function limitOf(operand: unknown): number {
  if (Number.isInteger(operand) && Number(operand) > 0) return Number(operand);
  throw new MongoFailure(15958, "Location15958", "the limit must be positive");
}

/** The number of a $skip. @throws MongoFailure 5107200 when it is negative or none */
export function skipOf(operand: unknown): number {
  if (Number.isInteger(operand) && Number(operand) >= 0) return Number(operand);
  const message = `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${String(operand)}`;
  throw new MongoFailure(5107200, "Location5107200", message);
}
