import { badRequest } from "./failure.ts";
import type { Demand } from "./keys.ts";
import type { Status } from "./status.ts";
import type { Store } from "./store.ts";

/** The answer to a request: JSON, or plain text for import and export. */
export interface Reply {
  status: number;
  body: unknown;
  text?: string;
}

export const json = (body: unknown, status = 200): Reply => ({ status, body });

export const plain = (text: string): Reply => ({ status: 200, body: undefined, text });

/** A request that found its route: `params` are the named parts of its path, `embedded` what a scoped key imposes on a search. */
export interface Call {
  store: Store;
  params: Record<string, string>;
  query: Record<string, string>;
  body: Buffer;
  embedded: Record<string, unknown>;
  demand: Demand;
  adminKey: string;
  status: Status;
}

/** A JSON value. @throws TypesenseFailure 400 `Bad JSON.` */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw badRequest("Bad JSON.");
  }
}

/** A JSON object. @throws TypesenseFailure 400 `Bad JSON.` */
export function parseObject(body: Buffer): Record<string, unknown> {
  const value = parseJson(body);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw badRequest("Bad JSON.");
}
