import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { badRequest, TypesenseFailure } from "./failure.ts";

/** A key the server gave out. `collections` are names or regular expressions that have to match a whole name. */
export interface ApiKey {
  id: number;
  value: string;
  description: string;
  actions: string[];
  collections: string[];
  expires_at: number;
  autodelete: boolean;
}

type Json = Record<string, unknown>;

/**
 * Asks whether a request's key may do an action on a collection, none when the action is about no collection. A search of several may
 * bring a key of its own. Answers the parameters a scoped key imposes. @throws TypesenseFailure 401
 */
export type Demand = (action: string, collection?: string, key?: string) => Json;

/** What a key is compared with. */
export interface Locks {
  adminKey: string;
  keys(): Iterable<ApiKey>;
}

const SEARCH = "documents:search";
const NEVER = 64_723_363_199;
/** A longer key is taken for a scoped one, whatever it is. */
const KEY_LENGTH = 32;
const DIGEST_LENGTH = 44;
const PREFIX_LENGTH = 4;

const forbidden = (): TypesenseFailure =>
  new TypesenseFailure(401, "Forbidden - a valid `x-typesense-api-key` header must be sent.");

/** Reads what `POST /keys` sends. @throws TypesenseFailure 400 */
export function makeKey(id: number, given: Json): ApiKey {
  for (const name of ["description", "actions", "collections"])
    if (given[name] === undefined) throw badRequest(`Could not find a \`${name}\` key.`);
  const { value, description, expires_at: expiresAt, autodelete } = given;
  if (value !== undefined && typeof value !== "string") throw badRequest("Key value must be a string.");
  if (typeof description !== "string") throw badRequest("Key description must be a string.");
  const list = (name: string): string[] => {
    const items = given[name];
    if (Array.isArray(items) && items.length > 0 && items.every((item) => typeof item === "string")) return items;
    throw badRequest(`Wrong format for \`${name}\`. It should be an array of string.`);
  };
  const [actions, collections] = [list("actions"), list("collections")];
  if (expiresAt !== undefined && !(Number.isInteger(expiresAt) && Number(expiresAt) >= 0))
    throw badRequest("Wrong format for `expires_at`. It should be an unsigned integer.");
  return {
    id,
    value: value ?? randomBytes(24).toString("base64url").slice(0, KEY_LENGTH),
    description,
    actions,
    collections,
    expires_at: Number(expiresAt ?? NEVER),
    autodelete: autodelete === true,
  };
}

/** Makes the question a request's key answers. */
export function demandOf(presented: string, locks: Locks, now: Date): Demand {
  return (action, collection = "", key = presented) => {
    if (key === "") throw forbidden();
    if (equal(key, locks.adminKey)) return {};
    const seconds = Math.floor(now.getTime() / 1_000);
    const valid = [...locks.keys()].filter((known) => known.expires_at >= seconds && sees(known, collection));
    const direct = key.length > KEY_LENGTH ? undefined : valid.find((known) => equal(key, known.value));
    if (direct) {
      if (may(direct, action)) return {};
      throw forbidden();
    }
    const embedded = action === SEARCH ? readScoped(key, valid, seconds) : undefined;
    if (!embedded) throw forbidden();
    return embedded;
  };
}

/** Search parameters with those of a scoped key on top; both filters have to hold. @throws TypesenseFailure 400 */
export function withEmbedded(parameters: Json, embedded: Json): Json {
  const merged = { ...parameters };
  for (const [name, value] of Object.entries(embedded)) {
    if (name === "expires_at") continue;
    if (!["string", "number", "boolean"].includes(typeof value))
      throw badRequest("Error applying search parameters inside Scoped Search API key");
    const filters = name === "filter_by" ? [parameters[name], value].filter((part) => part) : [];
    merged[name] = filters.length > 0 ? filters.map((part) => `(${String(part)})`).join(" && ") : value;
  }
  return merged;
}

/** The parameters inside a scoped key: base64 of the digest, the parent key's beginning and their JSON. */
function readScoped(presented: string, parents: ApiKey[], seconds: number): Json | undefined {
  const scoped = Buffer.from(presented, "base64").toString("utf8");
  const digest = scoped.slice(0, DIGEST_LENGTH);
  const prefix = scoped.slice(DIGEST_LENGTH, DIGEST_LENGTH + PREFIX_LENGTH);
  const json = scoped.slice(DIGEST_LENGTH + PREFIX_LENGTH);
  if (prefix.length < PREFIX_LENGTH) return undefined;
  for (const { value, actions } of parents) {
    if (!value.startsWith(prefix) || actions.length !== 1 || actions[0] !== SEARCH) continue;
    if (!equal(digest, createHmac("sha256", value).update(json).digest("base64"))) continue;
    const embedded = parseObject(json);
    const expiresAt = embedded?.["expires_at"] ?? seconds;
    if (embedded && Number.isInteger(expiresAt) && Number(expiresAt) >= seconds) return embedded;
  }
  return undefined;
}

function parseObject(json: string): Json | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function may({ actions }: ApiKey, action: string): boolean {
  const [area] = action.split(":");
  return actions.some((allowed) => allowed === "*" || allowed === action || allowed === `${area}:*`);
}

function sees({ collections }: ApiKey, collection: string): boolean {
  return collections.some(
    (pattern) => pattern === "*" || pattern === collection || collection === "" || matches(pattern, collection),
  );
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch {
    return false;
  }
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}
