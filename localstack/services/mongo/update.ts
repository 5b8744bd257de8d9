import { Double, Long } from "bson";
import { aggregateDocs } from "./aggregate.ts";
import { mingo } from "./engine.ts";
import { immutableId, MongoFailure } from "./failure.ts";
import { retype, retypeAt } from "./retype.ts";
import { decode, decodeTyped } from "./rows.ts";
import { type Doc, isDoc, keyOf } from "./values.ts";
import { refuseWide } from "./wide.ts";

const calculating = ["$inc", "$mul", "$min", "$max", "$bit", "$addToSet", "$pull", "$pullAll"];

const operators = new Set([...calculating, ..."$currentDate $pop $push $rename $set $setOnInsert $unset".split(" ")]);

/** What to do to a document: operators, a whole new document, or an aggregation pipeline; `typed` keeps the exact number types. */
export interface Modification {
  change: Doc | Doc[];
  typed: Doc | Doc[];
  arrayFilters?: Doc[] | undefined;
}

/**
 * The document after the modification, keeping the number types of fields that stay and of those the modification gives.
 * `raw` is the present document, undefined when an upsert makes a new one from `filter`.
 * @throws MongoFailure 9 for an unknown operator, 66 when `_id` would change
 */
export function modified(raw: Uint8Array | undefined, filter: Doc, modification: Modification): Doc {
  const { change, typed, arrayFilters } = modification;
  const typedBefore = raw ? decodeTyped(raw) : {};
  const before = raw ? decode(raw) : seed(filter);
  const id = raw ? typedBefore["_id"] : before["_id"];
  const idBefore = before["_id"];
  let after: Doc;
  if (Array.isArray(change)) after = retype(aggregateDocs([before], change, () => [])[0] ?? {}, typedBefore) as Doc;
  else if (Object.keys(change).some((name) => name.startsWith("$"))) {
    after = retype(withOperators(before, change, arrayFilters, raw === undefined), typedBefore) as Doc;
    if (isDoc(typed)) giveTypes(after, typed);
  } else after = { ...(typed as Doc) };
  if (id !== undefined && after["_id"] !== undefined && keyOf(after["_id"]) !== keyOf(idBefore)) {
    throw immutableId();
  }
  const { _id: given, ...rest } = after;
  const finalId = id ?? given;
  return finalId === undefined ? rest : { _id: finalId, ...rest };
}

/** A value that was set has the type it was given; a sum or product the wider of the two. */
function giveTypes(after: Doc, typed: Doc): void {
  for (const operator of ["$set", "$setOnInsert", "$inc", "$mul"]) {
    const given = typed[operator];
    if (!isDoc(given)) continue;
    for (const [path, value] of Object.entries(given)) {
      const calculated = operator === "$inc" || operator === "$mul";
      if (!calculated || value instanceof Long || value instanceof Double) retypeAt(after, path.split("."), value);
    }
  }
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
  if (Object.keys(change).some((name) => calculating.includes(name))) {
    refuseWide(before);
    refuseWide(change);
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
