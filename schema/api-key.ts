import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import type { Permission } from "./permissions.ts";

/** What an API key may be given. A scope appears here with the first endpoint it opens. */
export const ApiScope = z.enum([
  "blog:read",
  "blog:write",
  "activities:read",
  "approvals:read",
  "approvals:write",
  "datasets:read",
  "datasets:write",
  "media:write",
  "credits:read",
]);
export type ApiScope = z.infer<typeof ApiScope>;

/** The scope that a key needs for a verb of the permission matrix. A verb without one here is closed to keys. */
export const scopeOf: Partial<Record<Permission, ApiScope>> = {
  "request.create": "blog:write",
  "blog_post.read": "blog:read",
  "blog_post.publish": "blog:write",
  "activity.read": "activities:read",
  "comment.write": "approvals:write",
  "approval_link.manage": "approvals:write",
  "media.edit": "media:write",
  "dataset.read": "datasets:read",
  "dataset.upload": "datasets:write",
  "credit.read": "credits:read",
};

export const ApiKeyPrefix = z.enum(["lm_live", "lm_test"]);
export type ApiKeyPrefix = z.infer<typeof ApiKeyPrefix>;

/** The secret of a key has this many random characters after the tenant's id. */
export const apiKeySecretLength = 32;
/** How long a rotated key goes on working beside its successor, in milliseconds. */
export const rotationOverlapMs = 24 * 3_600_000;
/** So many keys that are not revoked a workspace may have. */
export const apiKeysMax = 50;
const ratePerMinuteDefault = 120;

/** An address or a range that calls may come from. */
const AllowedIp = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: "must be an IP address or a range such as 203.0.113.0/24",
});

export const ApiKeyCreate = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z
    .array(ApiScope)
    .min(1)
    .max(ApiScope.options.length)
    .transform((scopes) => [...new Set(scopes)]),
  live: z.boolean().default(true).describe("false makes a test key: every write is answered, then rolled back"),
  expiresAt: z.iso.datetime().optional(),
  allowedIps: z.array(AllowedIp).max(20).default([]).describe("empty: any address"),
  ratePerMinute: z.number().int().min(10).max(600).default(ratePerMinuteDefault),
});
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>;

/** A key as its owner sees it later: never the secret. */
export const ApiKey = z.object({
  id: id("apiKey"),
  name: z.string(),
  prefix: ApiKeyPrefix,
  last4: z.string(),
  scopes: z.array(ApiScope),
  allowedIps: z.array(z.string()),
  ratePerMinute: z.number().int(),
  lastUsedAt: Time.nullable(),
  expiresAt: Time.nullable(),
  rotatedFrom: z.string().nullable().describe("the key this one replaces"),
  revokedAt: Time.nullable(),
  createdAt: Time,
});
export type ApiKey = z.infer<typeof ApiKey>;

/** The answer of creating or rotating: the only time `key` is shown. */
export const ApiKeyOnce = ApiKey.extend({ key: z.string() });
export type ApiKeyOnce = z.infer<typeof ApiKeyOnce>;

/** `GET /api/v1/me`: which workspace and key a system works with. */
export const ApiCaller = z.object({
  tenant: z.object({ id: id("tenant"), name: z.string(), slug: z.string(), plan: z.string(), timezone: z.string() }),
  key: z.object({ id: id("apiKey"), name: z.string(), test: z.boolean(), expiresAt: Time.nullable() }),
  scopes: z.array(ApiScope),
  limits: z.object({ requestsPerMinute: z.number().int() }),
});
export type ApiCaller = z.infer<typeof ApiCaller>;
