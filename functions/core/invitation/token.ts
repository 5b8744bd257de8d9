import { randomBytes } from "node:crypto";
import { sha256 } from "#platform/secrets.ts";

const shape = /^(ten_[0-9A-HJKMNP-TV-Z]{26})\.[\w-]{43}$/;

/** A secret that opens one invitation. It names its tenant in clear, so that it is looked up inside that tenant only. */
export function mint(tenantId: string): string {
  return `${tenantId}.${randomBytes(32).toString("base64url")}`;
}

/** The tenant a token names, or null when it has not the form of one. */
export function tenantOf(token: string): string | null {
  return shape.exec(token)?.[1] ?? null;
}

/** What is kept of a token. */
export function hashOf(token: string): string {
  return sha256(token);
}
