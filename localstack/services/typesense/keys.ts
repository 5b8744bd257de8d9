import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { badRequest, TypesenseFailure } from "./failure.ts";

/** A key the server gave out. `collections` are regular expressions that have to match a whole name. */
export interface ApiKey {
  id: number;
  value: string;
  description: string;
  actions: string[];
  collections: string[];
  expires_at: number;
  autodelete: boolean;
}

/** What the bearer of a key may do; `embedded` are parameters a scoped key imposes on every search. */
export interface Access {
  actions: string[];
  collections: string[];
  embedded: Record<string, unknown>;
}

const NEVER = 64_723_363_199;
/** A longer key is taken for a scoped one, whatever it is. */
const KEY_LENGTH = 32;

export const forbidden = (): TypesenseFailure =>
  new TypesenseFailure(401, "Forbidden - a valid `x-typesense-api-key` header must be sent.");

/** Makes the key `POST /keys` asks for. */
export function makeKey(id: number, given: Record<string, unknown>): ApiKey {
  const list = (name: string): string[] => {
    const value = given[name];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw badRequest(`Wrong format for \`${name}\`. It should be an array of string.`);
  };
  return {
    id,
    value:
      typeof given["value"] === "string" ? given["value"] : randomBytes(24).toString("base64url").slice(0, KEY_LENGTH),
    description: String(given["description"] ?? ""),
    actions: list("actions"),
    collections: list("collections"),
    expires_at: Number(given["expires_at"] ?? NEVER),
    autodelete: given["autodelete"] === true,
  };
}

/** Who a presented key belongs to: the administrator, a key given out, or a scoped key derived from one. @throws TypesenseFailure 401 */
export function resolveKey(presented: string, adminKey: string, keys: Iterable<ApiKey>, now: Date): Access {
  if (equal(presented, adminKey)) return { actions: ["*"], collections: [".*"], embedded: {} };
  const valid = [...keys].filter((key) => key.expires_at > now.getTime() / 1_000);
  const direct = presented.length > KEY_LENGTH ? undefined : valid.find((key) => equal(presented, key.value));
  if (direct) return { actions: direct.actions, collections: direct.collections, embedded: {} };
  const scoped = Buffer.from(presented, "base64").toString("utf8");
  const [digest, prefix, json] = [scoped.slice(0, 44), scoped.slice(44, 48), scoped.slice(48)];
  for (const key of valid) {
    if (!key.value.startsWith(prefix) || key.actions.length !== 1 || key.actions[0] !== "documents:search") continue;
    if (!equal(digest, createHmac("sha256", key.value).update(json).digest("base64"))) continue;
    const embedded = JSON.parse(json) as Record<string, unknown>;
    if (typeof embedded["expires_at"] === "number" && embedded["expires_at"] <= now.getTime() / 1_000) break;
    return { actions: key.actions, collections: key.collections, embedded };
  }
  throw forbidden();
}

/** @throws TypesenseFailure 401 unless the access covers the action on the collection */
export function demand(access: Access, action: string, collection = ""): void {
  const [area] = action.split(":");
  const mayAct = access.actions.some((allowed) => allowed === "*" || allowed === action || allowed === `${area}:*`);
  const maySee = access.collections.some(
    (pattern) => pattern === "*" || new RegExp(`^(?:${pattern})$`).test(collection),
  );
  if (!mayAct || (collection !== "" && !maySee)) throw forbidden();
}

/** Search parameters with those of a scoped key on top; both filters have to hold. */
export function withEmbedded(parameters: Record<string, unknown>, access: Access): Record<string, unknown> {
  const { expires_at: _, ...imposed } = access.embedded;
  const own = parameters["filter_by"];
  const merged = { ...parameters, ...imposed };
  if (own && imposed["filter_by"]) merged["filter_by"] = `(${String(own)}) && (${String(imposed["filter_by"])})`;
  return merged;
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}
