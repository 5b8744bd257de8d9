import { type Action, Batch } from "./batch.ts";
import type { Collection } from "./collection.ts";
import { type Document, readDirtyValues } from "./document.ts";
import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { compileFilter } from "./filter.ts";
import { withEmbedded } from "./keys.ts";
import { splitList } from "./parameters.ts";
import { project } from "./projection.ts";
import { type Call, json, plain, type Reply } from "./reply.ts";
import { search } from "./search.ts";

const actions: Action[] = ["create", "update", "upsert", "emplace"];

/** Answers `GET documents/search`. */
export function searchDocuments(call: Call): Reply {
  const collection = collectionOf(call);
  return json(search(collection, withEmbedded(call.query, call.embedded)));
}

/** Answers `POST documents` with the document as it is stored. */
export function addDocument(call: Call): Reply {
  const action = readAction(call.query);
  const [batch, collection] = startBatch(call);
  const doc = batch.add(parseDocument(call.body.toString("utf8")), action);
  call.store.put(collection.schema.name, batch);
  return json(doc, 201);
}

/** Answers `GET documents/<id>`. */
export function getDocument(call: Call): Reply {
  const collection = collectionOf(call);
  return json(project(present(collection, call), projectionOf(call)));
}

/** Answers `PATCH documents/<id>` with the whole document after the change. */
export function updateDocument(call: Call): Reply {
  const [batch, collection] = startBatch(call);
  const doc = batch.add(parseDocument(call.body.toString("utf8")), "update", call.params["id"]);
  call.store.put(collection.schema.name, batch);
  return json(doc);
}

/** Answers `DELETE documents/<id>` with the document that was there. */
export function deleteDocument(call: Call): Reply {
  const collection = collectionOf(call);
  const id = call.params["id"] ?? "";
  if (call.query["ignore_not_found"] === "true" && !collection.byId.has(id)) return json({ id });
  const doc = present(collection, call);
  call.store.delete(collection.schema.name, [id]);
  return json(doc);
}

/** Answers `PATCH documents?filter_by=`; documents the change does not fit stay as they are and do not count. */
export function updateDocuments(call: Call): Reply {
  const filterBy = call.query["filter_by"];
  if (filterBy === undefined) throw badRequest("Parameter `filter_by` must be provided.");
  const [batch, collection] = startBatch(call);
  const change = parseDocument(call.body.toString("utf8")) as Record<string, unknown>;
  const docs = filterBy.trim() === "" ? [] : filtered(collection, filterBy.trim() === "*" ? "" : filterBy);
  for (const { id } of docs) {
    try {
      batch.add({ ...change, id }, "update");
    } catch (error) {
      if (!(error instanceof TypesenseFailure)) throw error;
    }
  }
  call.store.put(collection.schema.name, batch);
  return json({ num_updated: batch.docs.length });
}

/** Answers `DELETE documents?filter_by=`, or `?truncate=true` for all of them. */
export function deleteDocuments(call: Call): Reply {
  const { query } = call;
  const collection = collectionOf(call);
  const { truncate, filter_by: filterBy } = query;
  if (truncate !== "true" && filterBy === undefined) throw badRequest("Parameter `filter_by` must be provided.");
  if (query["top_k_by"] !== undefined) throw badRequest("The `top_k_by` parameter is not valid.");
  positive(query, "batch_size");
  const docs = filtered(collection, truncate === "true" ? "" : filterBy);
  call.store.delete(
    collection.schema.name,
    docs.map((doc) => doc.id),
  );
  return json({
    num_deleted: docs.length,
    ...(query["return_doc"] === "true" && docs.length > 0 ? { documents: docs } : {}),
    ...(query["return_id"] === "true" && docs.length > 0 ? { ids: docs.map((doc) => doc.id) } : {}),
  });
}

/** Stores one document per line and answers one line per document; a bad line does not stop the others. */
export function importDocuments(call: Call): Reply {
  const { query } = call;
  const action = readAction(query);
  positive(query, "batch_size");
  for (const name of ["return_doc", "return_id"])
    if (!["true", "false", undefined].includes(query[name]))
      throw badRequest(`Parameter \`${name}\` must be a true|false.`);
  const [batch, collection] = startBatch(call);
  const lines = call.body.toString("utf8").split("\n");
  const answers = lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      try {
        const doc = batch.add(parseDocument(line), action);
        return JSON.stringify({
          success: true,
          ...(query["return_id"] === "true" ? { id: doc.id } : {}),
          ...(query["return_doc"] === "true" ? { document: doc } : {}),
        });
      } catch (error) {
        if (!(error instanceof TypesenseFailure)) throw error;
        return JSON.stringify({ code: error.status, document: line, error: error.message, success: false });
      }
    });
  call.store.put(collection.schema.name, batch);
  return plain(answers.join("\n"));
}

/** Answers `GET documents/export` with one document per line. */
export function exportDocuments(call: Call): Reply {
  const shape = projectionOf(call);
  const docs = filtered(collectionOf(call), call.query["filter_by"]);
  return plain(docs.map((doc) => JSON.stringify(project(doc, shape))).join("\n"));
}

function collectionOf({ store, params }: Call): Collection {
  return store.collection(params["collection"] ?? "");
}

function startBatch(call: Call): [Batch, Collection] {
  const collection = collectionOf(call);
  return [new Batch(collection, readDirtyValues(call.query["dirty_values"], collection.schema)), collection];
}

function present(collection: Collection, { params }: Call): Document {
  const doc = collection.byId.get(params["id"] ?? "")?.doc;
  if (!doc) throw notFound(`Could not find a document with id: ${params["id"]}`);
  return doc;
}

function filtered(collection: Collection, filterBy: string | undefined): Document[] {
  const filter = compileFilter(collection, filterBy);
  const entries = filter.candidates?.list().flatMap((num) => collection.entry(num) ?? []) ?? [...collection.entries()];
  return entries.filter((entry) => filter.test(entry)).map((entry) => entry.doc);
}

function projectionOf({ query }: Call): { includeFields: string[]; excludeFields: string[] } {
  return { includeFields: splitList(query["include_fields"]), excludeFields: splitList(query["exclude_fields"]) };
}

function parseDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`Bad JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

function positive(query: Record<string, string>, name: string): void {
  const given = query[name];
  if (given !== undefined && !/^0*[1-9]\d*$/.test(given))
    throw badRequest(`Parameter \`${name}\` must be a positive integer.`);
}

function readAction(query: Record<string, string>): Action {
  const action = actions.find((known) => known === (query["action"] ?? "create"));
  if (!action) throw badRequest("Parameter `action` must be a create|update|upsert.");
  return action;
}
