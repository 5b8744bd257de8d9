import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import { Client, Errors } from "typesense";
import { config } from "./config.ts";

const scopedForMs = 3_600_000;

function connect(apiKey: string): Client {
  const url = new URL(config("TYPESENSE_URL"));
  return new Client({
    nodes: [
      {
        host: url.hostname,
        port: Number(url.port || (url.protocol === "https:" ? 443 : 80)),
        protocol: url.protocol.replace(":", ""),
      },
    ],
    apiKey,
    connectionTimeoutSeconds: 3,
    numRetries: 1,
    retryIntervalSeconds: 0.1,
    logLevel: "silent",
  });
}

let made: Client | undefined;

/** The client that writes documents and keeps collections; it sees all tenants. */
export function administrator(): Client {
  made ??= connect(config("TYPESENSE_API_KEY"));
  return made;
}

/**
 * The key that may only search. It follows from the administrator's, so that it is the same in every process and nobody stores
 * it; the engine takes a key of more than 32 characters for a scoped one.
 */
function searchKey(): string {
  return createHmac("sha256", config("TYPESENSE_API_KEY")).update("search only").digest("base64url").slice(0, 32);
}

/**
 * A key with which one tenant's documents can be searched for an hour, and nothing else be done. The tenant is part of what is
 * signed: the search engine adds it to every filter, whatever the request says.
 */
export function scopedKey(tenantId: string, now: Date = new Date()): string {
  if (!/^\w+$/.test(tenantId)) throw new Error("tenant ids hold only letters, digits and _");
  const expiresAt = Math.floor((now.getTime() + scopedForMs) / 1_000);
  const scope = { filter_by: `tenantId:=${tenantId}`, expires_at: expiresAt };
  return administrator().keys().generateScopedSearchKey(searchKey(), scope);
}

const scoped = new LRUCache<string, Client>({ max: 1_000, ttl: scopedForMs / 2 });

/** A client that finds documents of one tenant only. */
export function inTenant(tenantId: string): Client {
  const known = scoped.get(tenantId);
  if (known) return known;
  const client = connect(scopedKey(tenantId));
  scoped.set(tenantId, client);
  return client;
}

/** A client that can only search, but in all tenants: for super admins alone. */
export function acrossTenants(): Client {
  return connect(searchKey());
}

/** Makes the search engine know the key that searches, where it does not. */
export async function prepareKey(): Promise<void> {
  await administrator()
    .keys()
    .create({ description: "searches", actions: ["documents:search"], collections: [".*"], value: searchKey() })
    .catch((error: unknown) => {
      if (!(error instanceof Errors.ObjectAlreadyExists)) throw error;
    });
}

/** For `catch`: a thing that is not there is undefined, anything else is thrown on. */
export function notThere(error: unknown): undefined {
  if (error instanceof Errors.ObjectNotFound) return undefined;
  throw error;
}
