import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { QdrantFailure } from "./failure.ts";

/** The keys requests have to send; without any, none is asked for. */
export interface Keys {
  /** Allows everything. */
  apiKey?: string | undefined;
  /** Allows reading. */
  readOnlyApiKey?: string | undefined;
}

/** A request without a valid key; it is answered in plain text. */
export class Unauthorized extends Error {}

const reads = /\/points(\/(search|query|scroll|count)(\/batch)?)?$|\/facet$/;

/** @throws Unauthorized for a missing or wrong key, QdrantFailure 403 for a change by a key that may only read */
export function refuseStranger(req: IncomingMessage, path: string, { apiKey, readOnlyApiKey }: Keys): void {
  if (!apiKey && !readOnlyApiKey) return;
  const header = req.headers["api-key"];
  const given = typeof header === "string" ? header : /^Bearer (.*)$/.exec(req.headers.authorization ?? "")?.[1];
  if (given === undefined) throw new Unauthorized("Must provide an API key or an Authorization bearer token");
  if (isSame(given, apiKey)) return;
  if (!isSame(given, readOnlyApiKey)) throw new Unauthorized("Invalid API key or JWT");
  const isRead = req.method === "GET" || (req.method === "POST" && reads.test(path));
  if (!isRead) throw new QdrantFailure(403, "Forbidden: Global manage access is required");
}

function isSame(given: string, key: string | undefined): boolean {
  if (!key) return false;
  const [left, right] = [Buffer.from(given), Buffer.from(key)];
  return left.length === right.length && timingSafeEqual(left, right);
}
