import * as z from "zod";
import { AuditAction, AuditEntry } from "./audit.ts";
import { PageQuery, Time } from "./page.ts";

/** An audit chain: a tenant's id, or the platform's own. */
export const ChainName = z
  .string()
  .regex(/^(?:platform|ten_[0-9A-HJKMNP-TV-Z]{26})$/, "must be platform or a tenant id");

const Narrowed = {
  chain: ChainName.optional().describe("without it: all chains"),
  action: AuditAction.optional(),
  actor: z.string().max(60).optional(),
  subject: z.string().max(60).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};

export const ChainFilter = z.strictObject({ ...PageQuery.shape, ...Narrowed });
export type ChainFilter = z.infer<typeof ChainFilter>;

export const ChainQuery = z.strictObject({ ...PageQuery.shape, chain: ChainName.optional() });
export type ChainQuery = z.infer<typeof ChainQuery>;

export const ChainEntry = AuditEntry.extend({ tenantName: z.string().nullable().describe("null for the platform") });
export type ChainEntry = z.infer<typeof ChainEntry>;

export const ChainVerify = z.strictObject({ chain: ChainName });

export const ChainResult = z.object({
  chain: ChainName,
  ok: z.boolean(),
  checkedTo: z.number().int(),
  firstBadSeq: z.number().int().nullable(),
  reason: z.string().nullable(),
});
export type ChainResult = z.infer<typeof ChainResult>;

/** How a chain stands: its head, and what its last verification found. */
export const ChainStatus = z.object({
  chain: ChainName,
  tenantName: z.string().nullable(),
  lastSeq: z.number().int(),
  lastHash: z.string(),
  movedAt: Time,
  verification: z
    .object({ ok: z.boolean(), checkedTo: z.number().int(), firstBadSeq: z.number().int().nullable(), at: Time })
    .nullable(),
});
export type ChainStatus = z.infer<typeof ChainStatus>;

export const ChainExport = z.strictObject({ ...Narrowed, format: z.enum(["ndjson", "csv"]).default("ndjson") });
export type ChainExport = z.infer<typeof ChainExport>;
