import { ObjectId } from "bson";
import type { Call, Handler } from "./call.ts";
import type { Collection } from "./collection.ts";
import { checkStatement } from "./command-fields.ts";
import { checkedName } from "./commands-admin.ts";
import { asFailure, MongoFailure } from "./failure.ts";
import { project } from "./projection.ts";
import { decode, decodeTyped, docOf, encode, type Row, toRow } from "./rows.ts";
import { checkSort } from "./sort.ts";
import { rowOf } from "./store.ts";
import { type Modification, modified } from "./update.ts";
import { type Doc, isDoc } from "./values.ts";

const DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;
const BATCH_MAX = 100_000;

/** insert, update, delete, findAndModify. */
export const writeCommands: Record<string, Handler> = {
  insert: (call) => {
    const collection = call.store.ensure(checkedName(call));
    const writeErrors = each(call, "documents", (raw) => call.store.put(collection, toNewRow(raw)));
    return {
      n: listOf(call, "documents").length - unreached(call, "documents", writeErrors),
      ok: 1,
      ...shown(writeErrors),
    };
  },

  update: (call) => {
    const collection = call.store.ensure(checkedName(call));
    let n = 0;
    let nModified = 0;
    const upserted: Doc[] = [];
    const writeErrors = each(call, "updates", (raw, index) => {
      const update = decode(raw);
      checkStatement("update", "updates", update);
      refuseManyNumbered(call, update["multi"] === true);
      const modification = { ...modificationOf(update, decodeTyped(raw)["u"]) };
      const rows = collection.find(update["q"] as Doc, {}, 0, update["multi"] === true ? 0 : 1).rows;
      if (rows.length === 0 && update["upsert"] === true) {
        const row = upsert(call, collection, update["q"] as Doc, modification);
        upserted.push({ index, _id: docOf(row)["_id"] });
        n++;
      }
      for (const row of rows) {
        n++;
        if (replace(call, collection, row, update["q"] as Doc, modification) !== row) nModified++;
      }
    });
    return { n, nModified, ok: 1, ...(upserted.length > 0 ? { upserted } : {}), ...shown(writeErrors) };
  },

  delete: (call) => {
    const collection = call.store.collection(call.ns);
    let n = 0;
    const writeErrors = each(call, "deletes", (raw) => {
      const given = decode(raw);
      checkStatement("delete", "deletes", given);
      const { q, limit } = given;
      if (limit !== 0 && limit !== 1) {
        const message = `The limit field in delete objects must be 0 or 1. Got ${String(limit)}`;
        throw new MongoFailure(9, "FailedToParse", message);
      }
      refuseManyNumbered(call, limit === 0);
      for (const row of collection?.find(q as Doc, {}, 0, Number(limit)).rows ?? []) {
        call.store.remove(collection as Collection, row);
        n++;
      }
    });
    return { n, ok: 1, ...shown(writeErrors) };
  },

  findAndModify: (call) => {
    const { fields, store } = call;
    const collection = store.ensure(checkedName(call));
    const query = isDoc(fields["query"]) ? fields["query"] : {};
    const row = collection.find(query, checkSort(isDoc(fields["sort"]) ? fields["sort"] : {}), 0, 1).rows[0];
    const wantsNew = fields["new"] === true;
    const value = (found: Row | undefined): unknown => {
      if (!found) return null;
      const shape = isDoc(fields["fields"]) ? fields["fields"] : {};
      return decodeTyped(Object.keys(shape).length > 0 ? (project([found], shape)[0] ?? found.raw) : found.raw);
    };
    if ((fields["remove"] === true) === (fields["update"] !== undefined)) {
      const message = "Either an update or remove=true must be specified, and not both";
      throw new MongoFailure(9, "FailedToParse", message);
    }
    if (fields["remove"] === true) {
      if (row) store.remove(collection, row);
      return { lastErrorObject: { n: row ? 1 : 0 }, value: value(row), ok: 1 };
    }
    const modification = modificationOf(
      { u: fields["update"], arrayFilters: fields["arrayFilters"] },
      fields["update"],
    );
    if (row) {
      const after = replace(call, collection, row, query, modification);
      return { lastErrorObject: { n: 1, updatedExisting: true }, value: value(wantsNew ? after : row), ok: 1 };
    }
    if (fields["upsert"] !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
    const made = upsert(call, collection, query, modification);
    const lastErrorObject = { n: 1, updatedExisting: false, upserted: docOf(made)["_id"] };
    return { lastErrorObject, value: value(wantsNew ? made : undefined), ok: 1 };
  },
};

interface WriteError extends Doc {
  index: number;
}

/** Runs one item after the other; an ordered command stops at the first that fails. */
function each(call: Call, list: string, run: (raw: Uint8Array, index: number) => void): WriteError[] {
  const errors: WriteError[] = [];
  const count = listOf(call, list).length;
  if (count === 0 || count > BATCH_MAX) {
    const message = `Write batch sizes must be between 1 and ${BATCH_MAX}. Got ${count} operations.`;
    throw new MongoFailure(16, "InvalidLength", message);
  }
  for (const [index, raw] of listOf(call, list).entries()) {
    try {
      run(raw, index);
    } catch (error) {
      const failure = asFailure(error);
      errors.push({ index, code: failure.code, errmsg: failure.message, ...failure.extra });
      if (call.fields["ordered"] !== false) break;
    }
  }
  return errors;
}

function listOf(call: Call, list: string): Uint8Array[] {
  return call.lists.get(list) ?? [];
}

function unreached(call: Call, list: string, errors: WriteError[]): number {
  const first = errors[0];
  if (!first) return 0;
  return call.fields["ordered"] === false ? errors.length : listOf(call, list).length - first.index;
}

function shown(writeErrors: WriteError[]): Doc {
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/** A write of many documents is not repeatable, so it may not be numbered. */
function refuseManyNumbered(call: Call, many: boolean): void {
  if (!many || call.fields["txnNumber"] === undefined) return;
  const message = `Cannot use retryable writes with ${call.name === "delete" ? "limit=0" : "multi=true"}`;
  throw new MongoFailure(72, "InvalidOptions", message);
}

function modificationOf(update: Doc, typed: unknown): Modification {
  return {
    change: update["u"] as Doc | Doc[],
    typed: typed as Doc | Doc[],
    arrayFilters: update["arrayFilters"] as Doc[] | undefined,
  };
}

function toNewRow(raw: Uint8Array): Row {
  if (raw.length > DOCUMENT_BYTES_MAX) {
    throw new MongoFailure(
      10334,
      "BSONObjectTooLarge",
      `object to insert too large. size in bytes: ${raw.length}, max size: ${DOCUMENT_BYTES_MAX}`,
    );
  }
  const doc = decode(raw);
  if (Array.isArray(doc["_id"]))
    throw new MongoFailure(53, "InvalidIdField", "The '_id' value cannot be of type array");
  if (doc["_id"] instanceof RegExp) {
    throw new MongoFailure(53, "InvalidIdField", "The '_id' value cannot be of type regex");
  }
  const dollar = isDoc(doc["_id"]) && Object.keys(doc["_id"]).find((name) => name.startsWith("$"));
  if (dollar) {
    const message = `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`;
    throw new MongoFailure(52, "DollarPrefixedFieldName", message);
  }
  if (Object.keys(doc)[0] === "_id" && doc["_id"] !== undefined) return toRow(raw.slice(), doc);
  const { _id = new ObjectId(), ...rest } = decodeTyped(raw);
  return rowOf({ _id, ...rest });
}

function replace(call: Call, collection: Collection, row: Row, filter: Doc, modification: Modification): Row {
  const raw = encode(modified(row.raw, filter, modification));
  if (Buffer.compare(raw, row.raw) === 0) return row;
  const after = toRow(raw);
  call.store.put(collection, after, row);
  return after;
}

function upsert(call: Call, collection: Collection, filter: Doc, modification: Modification): Row {
  const doc = modified(undefined, filter, modification);
  const row = rowOf(doc["_id"] === undefined ? { _id: new ObjectId(), ...doc } : doc);
  call.store.put(collection, row);
  return row;
}
