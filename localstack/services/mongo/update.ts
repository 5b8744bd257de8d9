import { Double, Int32, Long } from "bson";
import { mingo } from "./engine.ts";
import { MongoFailure } from "./failure.ts";
import { aggregateDocs } from "./query.ts";
import { decode, decodeTyped } from "./rows.ts";
import { type Doc, isDoc } from "./values.ts";

const operators = new Set(
  "$addToSet $bit $currentDate $inc $max $min $mul $pop $pull $pullAll $push $rename $set $setOnInsert $unset".split(
    " ",
  ),
);

/** What to do to a document: operators, a whole new document, or an aggregation pipeline; `typed` keeps the exact number types. */
export interface Modification {
  change: Doc | Doc[];
  typed: Doc | Doc[];
  arrayFilters?: Doc[] | undefined;
}

/**
 * The document after the modification, keeping the number types of fields that stay and of those `$set` gives.
 * `raw` is the present document, undefined when an upsert makes a new one from `filter`.
 * @throws MongoFailure 9 for an unknown operator, 66 when `_id` would change
 */
export function modified(raw: Uint8Array | undefined, filter: Doc, modification: Modification): Doc {
  const { change, typed, arrayFilters } = modification;
  const typedBefore = raw ? decodeTyped(raw) : {};
  const before = raw ? decode(raw) : seed(filter);
  const id = raw ? typedBefore["_id"] : before["_id"];
  let after: Doc;
  if (Array.isArray(change)) after = aggregateDocs([before], change, () => [])[0] ?? {};
  else if (Object.keys(change).some((name) => name.startsWith("$"))) {
    after = withOperators(before, change, arrayFilters, raw === undefined);
    after = retype(after, typedBefore) as Doc;
    for (const operator of ["$set", "$setOnInsert"]) {
      const given = isDoc(typed) ? typed[operator] : undefined;
      if (isDoc(given)) for (const [path, value] of Object.entries(given)) retypeAt(after, path.split("."), value);
    }
  } else after = { ...(typed as Doc) };
  if (id !== undefined && after["_id"] !== undefined && String(after["_id"]) !== String(id)) {
    const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
    throw new MongoFailure(66, "ImmutableField", message);
  }
  const { _id: given, ...rest } = after;
  const finalId = id ?? given;
  return finalId === undefined ? rest : { _id: finalId, ...rest };
}

function withOperators(before: Doc, change: Doc, arrayFilters: Doc[] | undefined, inserting: boolean): Doc {
  const unknown = Object.keys(change).find((name) => !operators.has(name));
  if (unknown) {
    throw new MongoFailure(
      9,
      "FailedToParse",
      `Unknown modifier: ${unknown}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  const { $setOnInsert, ...rest } = change;
  if (inserting && isDoc($setOnInsert)) rest["$set"] = { ...$setOnInsert, ...(rest["$set"] as Doc | undefined) };
  if (Object.keys(rest).length > 0) mingo().update(before, rest, arrayFilters, undefined, { cloneMode: "deep" });
  return before;
}

/** The equality fields of the filter, which an upsert starts from. */
function seed(filter: Doc): Doc {
  const doc: Doc = {};
  for (const [field, condition] of Object.entries(filter)) {
    if (field.startsWith("$")) continue;
    const value = isDoc(condition) && "$eq" in condition ? condition["$eq"] : condition;
    if (isDoc(value) && Object.keys(value)[0]?.startsWith("$")) continue;
    if (field === "_id") doc["_id"] = value;
    else mingo().update(doc, { $set: { [field]: value } });
  }
  return doc;
}

function retype(value: unknown, typed: unknown): unknown {
  if (typeof value === "number") {
    if (typed instanceof Long && Number.isInteger(value)) return Long.fromNumber(value);
    return typed instanceof Double ? new Double(value) : value;
  }
  if (Array.isArray(value))
    return value.map((item, index) => retype(item, Array.isArray(typed) ? typed[index] : undefined));
  if (!isDoc(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, retype(inner, isDoc(typed) ? typed[name] : undefined)]),
  );
}

function retypeAt(doc: Doc, path: string[], typed: unknown): void {
  const [field, ...rest] = path;
  if (field === undefined || !(field in doc)) return;
  const inner = doc[field];
  if (rest.length > 0) {
    if (typeof inner === "object" && inner !== null) retypeAt(inner as Doc, rest, typed);
    return;
  }
  doc[field] =
    typed instanceof Int32 ? typed.valueOf() : retype(inner instanceof Long ? inner.toNumber() : inner, typed);
}
