import type { Action, Collection } from "./collection.ts";
import { badRequest, notFound, TypesenseFailure } from "./failure.ts";
import { compileFilter } from "./filter.ts";
import { type Access, demand, withEmbedded } from "./keys.ts";
import { splitList } from "./parameters.ts";
import { json, plain, type Reply, type Request } from "./reply.ts";
import { parseJson } from "./request-body.ts";
import { checkDocument, type Document } from "./schema.ts";
import { project, search } from "./search.ts";
import type { Store } from "./store.ts";

const actions: Action[] = ["create", "upsert", "update", "emplace"];

/** Answers a request below `/collections/<name>/documents`. */
export function routeDocuments(request: Request, access: Access, store: Store): Reply {
  const { method, path, query } = request;
  const name = path[1] ?? "";
  const allow = (action: string): void => demand(access, `documents:${action}`, name);
  const id = path[3];
  if (id === "search" && method === "GET") {
    allow("search");
    return json(search(store.collection(name), withEmbedded(query, access)));
  }
  if (id === "import" && method === "POST") {
    allow("import");
    return plain(importLines(request, store, store.collection(name)));
  }
  if (id === "export" && method === "GET") {
    allow("export");
    return plain(exportLines(query, store.collection(name)));
  }
  if (id === undefined) return routeMany(request, allow, store, store.collection(name));
  return routeOne(request, id, allow, store, store.collection(name));
}

function routeMany(
  { method, query, body }: Request,
  allow: (action: string) => void,
  store: Store,
  collection: Collection,
): Reply {
  const { name } = collection.schema;
  if (method === "POST") {
    const action = readAction(query);
    allow(action === "emplace" ? "upsert" : action);
    const doc = collection.prepare(parseJson(body), action);
    store.put(name, [doc]);
    return json(doc, 201);
  }
  if (method !== "DELETE" && method !== "PATCH") throw notFound();
  allow(method === "DELETE" ? "delete" : "update");
  if (!query["filter_by"]) throw badRequest("Parameter `filter_by` must be provided.");
  const filter = compileFilter(collection, query["filter_by"]);
  const docs = [...collection.entries()].filter((entry) => filter.test(entry)).map((entry) => entry.doc);
  if (method === "DELETE") {
    store.delete(
      name,
      docs.map((doc) => doc.id),
    );
    return json({ num_deleted: docs.length });
  }
  const change = parseJson(body) as Record<string, unknown>;
  store.put(
    name,
    docs.map((doc) => collection.prepare({ ...change, id: doc.id }, "update")),
  );
  return json({ num_updated: docs.length });
}

function routeOne(
  { method, body }: Request,
  id: string,
  allow: (action: string) => void,
  store: Store,
  collection: Collection,
): Reply {
  const { name } = collection.schema;
  const present = (): Document => {
    const doc = collection.byId.get(id)?.doc;
    if (!doc) throw notFound(`Could not find a document with id: ${id}`);
    return doc;
  };
  if (method === "GET") {
    allow("get");
    return json(present());
  }
  if (method === "DELETE") {
    allow("delete");
    const doc = present();
    store.delete(name, [id]);
    return json(doc);
  }
  if (method !== "PATCH") throw notFound();
  allow("update");
  present();
  const change = parseJson(body) as Record<string, unknown>;
  const doc = collection.prepare({ ...change, id }, "update");
  store.put(name, [doc]);
  return json({ ...change, id });
}

/** Stores one document per line and answers one line per document; a bad line does not stop the others. */
function importLines({ query, body }: Request, store: Store, collection: Collection): string {
  const action = readAction(query);
  const accepted = new Map<string, Document>();
  const answers = body
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      try {
        const doc = prepareLine(collection, accepted, line, action);
        accepted.delete(doc.id);
        accepted.set(doc.id, doc);
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
  store.put(collection.schema.name, [...accepted.values()]);
  return answers.join("\n");
}

/** A line sees the lines before it: the same id twice is a duplicate for `create` and a change for the other actions. */
function prepareLine(collection: Collection, accepted: Map<string, Document>, line: string, action: Action): Document {
  const given = parseJson(line) as Partial<Document>;
  const earlier = typeof given.id === "string" ? accepted.get(given.id) : undefined;
  if (!earlier) return collection.prepare(given, action);
  if (action === "create") throw new TypesenseFailure(409, `A document with id ${earlier.id} already exists.`);
  const merged: Document = { ...(action === "upsert" ? {} : earlier), ...given, id: earlier.id };
  checkDocument(collection.schema, merged);
  return merged;
}

function exportLines(query: Record<string, string>, collection: Collection): string {
  const filter = compileFilter(collection, query["filter_by"]);
  const shape = {
    includeFields: splitList(query["include_fields"]),
    excludeFields: splitList(query["exclude_fields"]),
  };
  const lines: string[] = [];
  for (const entry of collection.entries())
    if (filter.test(entry)) lines.push(JSON.stringify(project(entry.doc, shape)));
  return lines.join("\n");
}

function readAction(query: Record<string, string>): Action {
  const action = actions.find((known) => known === (query["action"] ?? "create"));
  if (!action) throw badRequest("Parameter `action` must be a create|update|upsert|emplace.");
  return action;
}
