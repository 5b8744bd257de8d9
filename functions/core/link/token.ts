import { randomBytes } from "node:crypto";
import { config } from "#platform/config.ts";

const form = /^(ten_[0-9A-HJKMNP-TV-Z]{26})_[A-Za-z0-9_-]{43}$/;

/** A new token: the tenant in clear, so that its hash is looked for in one tenant only, and 256 random bits. */
export function newToken(tenantId: string): string {
  return `${tenantId}_${randomBytes(32).toString("base64url")}`;
}

/** The tenant a token speaks of, undefined when it has not the form of one. */
export function tenantOf(token: string): string | undefined {
  return form.exec(token)?.[1];
}

/** The page of a token, in the client's portal. */
export function urlOf(token: string): string {
  return `${config("DASHBOARD_URL")}/a/${token}`;
}

/** An address as it is shown to whoever holds the link: enough to know it by, too little to write to. */
export function masked(address: string): string {
  const [name = "", domain = ""] = address.split("@");
  return `${name.slice(0, 1)}${"•".repeat(Math.max(2, Math.min(6, name.length - 1)))}@${domain}`;
}
