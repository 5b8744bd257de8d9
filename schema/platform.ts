import * as z from "zod";

const key = z.string().regex(/^[a-z][a-z0-9_.-]{1,60}$/, "lower case letters, digits, ., _ and -, 2 to 61 characters");

export const FeatureFlagFields = z.strictObject({
  key,
  description: z.string().trim().min(1).max(500),
  enabled: z.boolean().default(false),
  rolloutPct: z.number().int().min(0).max(100).default(0),
  owner: z.string().trim().min(1).max(120),
  expiresOn: z.iso.date().nullable(),
});

export const PlatformSettingFields = z.strictObject({
  key,
  value: z.json(),
  description: z.string().trim().min(1).max(500),
});

/** What an id of another system stands for. */
export const ExternalRefKind = z.enum(["message", "order", "payment", "subscription", "page", "repository", "domain"]);
