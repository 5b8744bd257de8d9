import type { Context } from "hono";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { textIn } from "./simulate.ts";

/** An object of the CRM as the simulator keeps it; its id counts within the whole simulator. */
export interface CrmObject {
  id: string;
  account: string;
  kind: "contacts" | "deals";
  properties: Record<string, string>;
  createdAt: string;
  updatedAt: string;
  /** Ids of the objects of the other kind that it belongs to. */
  linked: string[];
}

const categories: Record<number, string> = {
  400: "VALIDATION_ERROR",
  401: "INVALID_AUTHENTICATION",
  403: "MISSING_SCOPES",
  404: "OBJECT_NOT_FOUND",
};

/** An error as HubSpot words it; a limit has a form of its own. */
export const hubspotError: ErrorBody = (status, message, { code } = {}) =>
  status === 429
    ? {
        ...{ status: "error", message: "You have reached your secondly limit.", errorType: "RATE_LIMIT" },
        ...{ correlationId: "c0rr-1", policyName: "SECONDLY", groupName: "publicapi:local" },
      }
    : {
        status: "error",
        message,
        correlationId: "c0rr-1",
        category: String(code ?? categories[status] ?? "SERVER_ERROR"),
      };

/** An object with the properties that were asked for and those that always come. */
export function shown({ id, properties, createdAt, updatedAt }: CrmObject, asked: readonly string[]) {
  const names = ["hs_object_id", "createdate", "lastmodifieddate", "hs_lastmodifieddate", ...asked];
  const all: Record<string, string> = {
    ...properties,
    ...{ hs_object_id: id, createdate: createdAt, lastmodifieddate: updatedAt, hs_lastmodifieddate: updatedAt },
  };
  const own = Object.fromEntries([...new Set(names)].map((name) => [name, all[name] ?? null]));
  return { id, properties: own, createdAt, updatedAt, archived: false };
}

/** A page of a list by the cursor `after`, with the cursor of the next one. */
export function paged<T>(
  all: readonly T[],
  given: { limit: number; after: string },
): { results: T[]; paging?: object } {
  const from = Number(given.after) || 0;
  const results = all.slice(from, from + given.limit);
  const next = from + results.length;
  return next < all.length
    ? { results, paging: { next: { after: String(next), link: `?after=${next}` } } }
    : { results };
}

/** How much of a list is asked for, by query or body. */
export function pageOf(c: Context<SimulatorEnv>, most: number): { limit: number; after: string } {
  const given = { ...c.req.query(), ...c.var.fields };
  const limit = Math.min(most, Math.max(1, Number(textIn(given, "limit")) || 10));
  return { limit, after: textIn(given, "after") };
}
