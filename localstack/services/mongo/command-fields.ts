import { MongoFailure } from "./failure.ts";
import { typeName } from "./types.ts";
import type { Doc } from "./values.ts";

/** Arguments every command takes: session, read and write concern, and what drivers tell about themselves. */
const common = words(
  "$db lsid $clusterTime $readPreference txnNumber autocommit startTransaction comment maxTimeMS readConcern writeConcern",
);

const bySchema: Record<string, string> = {
  find: "filter projection sort skip limit batchSize singleBatch hint noCursorTimeout allowDiskUse tailable awaitData",
  aggregate: "pipeline cursor allowDiskUse hint",
  count: "query skip limit hint fields",
  distinct: "key query hint",
  explain: "verbosity",
  getMore: "collection batchSize",
  killCursors: "cursors",
  insert: "documents ordered",
  update: "updates ordered",
  delete: "deletes ordered",
  findAndModify: "query sort remove update new fields upsert arrayFilters hint",
  create: "validator validationLevel validationAction capped size max timeseries viewOn pipeline",
  collMod: "validator validationLevel validationAction index",
  drop: "",
  dropDatabase: "",
  createIndexes: "indexes commitQuorum",
  listIndexes: "cursor",
  dropIndexes: "index",
  listCollections: "filter nameOnly cursor authorizedCollections",
  listDatabases: "filter nameOnly authorizedDatabases",
  createUser: "pwd roles mechanisms customData",
  updateUser: "pwd roles mechanisms customData",
  usersInfo: "",
  dropUser: "",
  createRole: "privileges roles",
  updateRole: "privileges roles",
  dropRole: "",
};

const allowed = new Map(
  Object.entries(bySchema).map(([name, fields]) => [name, new Set([name, ...common, ...words(fields)])]),
);

const objects = new Set(words("filter query projection fields sort cursor validator readConcern writeConcern lsid"));
const arrays = new Set(words("pipeline documents updates deletes indexes cursors arrayFilters privileges roles"));
const flags = new Set(words("ordered singleBatch new upsert remove capped"));
const numbers = new Set(words("skip limit batchSize"));

const statement: Record<string, Set<string>> = {
  updates: new Set(words("q u multi upsert arrayFilters hint")),
  deletes: new Set(words("q limit hint")),
};

/**
 * Refuses a field this server does not know or of the wrong type, as a real server refuses those it does not know: an option that
 * would change the result is never passed over.
 * @throws MongoFailure 40415, 14, 51024
 */
export function checkFields(name: string, fields: Doc): void {
  const known = allowed.get(name);
  if (!known) return;
  for (const [field, value] of Object.entries(fields)) {
    const unasked = field === "bypassDocumentValidation" && value === false;
    if (!known.has(field) && !unasked) throw unknownField(`${name}.${field}`);
    if (field !== name) checkType(name, field, value);
  }
}

/** The same for one entry of `updates` or `deletes`. */
export function checkStatement(command: string, list: string, fields: Doc): void {
  for (const field of Object.keys(fields)) {
    if (!statement[list]?.has(field)) throw unknownField(`${command}.${list}.${field}`);
  }
}

function unknownField(path: string): MongoFailure {
  return new MongoFailure(40415, "Location40415", `BSON field '${path}' is an unknown field.`);
}

function checkType(name: string, field: string, value: unknown): void {
  const expected = objects.has(field) ? "object" : arrays.has(field) ? "array" : flags.has(field) ? "bool" : undefined;
  const actual = typeName(value);
  if (expected && actual !== expected && actual !== "null") {
    const message = `BSON field '${name}.${field}' is the wrong type '${actual}', expected type '${expected}'`;
    throw new MongoFailure(14, "TypeMismatch", message);
  }
  if (numbers.has(field) && Number(value) < 0 && !(name === "count" && field === "limit")) {
    const message = `BSON field '${field}' value must be >= 0, actual value '${Number(value)}'`;
    throw new MongoFailure(51024, "Location51024", message);
  }
}

function words(text: string): string[] {
  return text.split(" ").filter(Boolean);
}
