import { aliasesOf, readAliasChanges, refuseTaken } from "./alias-changes.ts";
import { textOf } from "./body.ts";
import { describe, parseConfig, patched } from "./collection-config.ts";
import { facet } from "./facet.ts";
import { QdrantFailure, wrongInput } from "./failure.ts";
import { parseIndexSchema } from "./index-schema.ts";
import { parsePath } from "./json-path.ts";
import { refuse } from "./refusals.ts";
import { changed, type RouteRequest } from "./request.ts";

const nameMax = 255;

/** What names of files cannot have on one system or another. */
const strangeLetters = '<>:"/\\|?*\0\u001f';

/** Answers a request about collections, their payload indexes and aliases; `rest` is the path below the collection's name. */
export function routeCollections(name: string, rest: string[], request: RouteRequest): unknown {
  const { method, store, body } = request;
  if (name === "") return method === "GET" ? { collections: listed(request) } : refuse(request);
  refuseName(name);
  switch (`${method} ${rest.join("/")}`) {
    case "GET ":
      return describe(store.collection(name).collection);
    case "PUT ":
      return create(name, request);
    case "PATCH ":
      return patch(name, request);
    case "DELETE ":
      return drop(name, request);
    case "GET exists":
      return { exists: store.collections.has(store.aliases.get(name) ?? name) };
    case "GET aliases":
      return { aliases: aliasesOf(store, store.collection(name).name) };
    case "POST facet":
      return facet(store.collection(name).collection, body);
    case "PUT index":
      return addIndex(name, request);
    case "POST ":
      if (name === "aliases") return changeAliases(request);
  }
  const [part, field, ...more] = rest;
  if (method === "DELETE" && part === "index" && field !== undefined && more.length === 0)
    return removeIndex(name, field, request);
  return refuse(request);
}

function listed({ store }: RouteRequest): { name: string }[] {
  return [...store.collections.keys()].sort().map((name) => ({ name }));
}

function create(name: string, { body, store }: RouteRequest): boolean {
  const strange = [...name].find((letter) => strangeLetters.includes(letter));
  if (strange !== undefined) throw pathFailure(`collection_name: collection name cannot contain "${strange}" char`);
  const config = parseConfig(body);
  refuseTaken(store, name);
  if (store.aliases.has(name))
    throw wrongInput(`Can't create collection with name ${name}. Alias with the same name already exists`);
  store.create(name, config);
  return true;
}

function patch(nameOrAlias: string, { body, store }: RouteRequest): boolean {
  const { name, collection } = store.collection(nameOrAlias);
  store.configure(name, patched(collection.config.given, body));
  return true;
}

function drop(name: string, { store }: RouteRequest): boolean {
  const isKnown = store.collections.has(name);
  if (isKnown) store.drop(name);
  return isKnown;
}

function addIndex(nameOrAlias: string, request: RouteRequest): unknown {
  const { body, store } = request;
  const { name } = store.collection(nameOrAlias);
  const field = textOf(body, "field_name");
  parsePath(field);
  store.addIndex(name, field, parseIndexSchema(field, body["field_schema"]));
  return changed(request);
}

function removeIndex(nameOrAlias: string, field: string, request: RouteRequest): unknown {
  const { name } = request.store.collection(nameOrAlias);
  parsePath(field);
  request.store.removeIndex(name, field);
  return changed(request);
}

function changeAliases({ body, store }: RouteRequest): boolean {
  store.setAliases(readAliasChanges(body, store));
  return true;
}

function refuseName(name: string): void {
  if (Buffer.byteLength(name) > nameMax)
    throw pathFailure(`collection_name: value "${name}" invalid, must be from 1 to ${nameMax} characters`);
}

function pathFailure(what: string): QdrantFailure {
  return new QdrantFailure(422, `Validation error in path parameters: [${what}]`);
}
