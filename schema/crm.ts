import * as z from "zod";
import { Time } from "./page.ts";

export const SyncMode = z.enum(["full", "delta"]);
export type SyncMode = z.infer<typeof SyncMode>;
/** What is read, one after the other. */
export const SyncPhase = z.enum(["contacts", "deals", "forms", "done"]);
export type SyncPhase = z.infer<typeof SyncPhase>;
export const SyncStatus = z.enum(["idle", "running", "failed"]);
export const LeadRefKind = z.enum(["contact", "deal", "form_submission"]);
export type LeadRefKind = z.infer<typeof LeadRefKind>;

const Count = z.strictObject({
  created: z.number().int().min(0).default(0),
  updated: z.number().int().min(0).default(0),
  skipped: z.number().int().min(0).default(0),
});
export const SyncCounts = z.strictObject({
  contacts: Count.prefault({}),
  deals: Count.prefault({}),
  forms: Count.prefault({}),
});
export type SyncCounts = z.infer<typeof SyncCounts>;
/** What became of one thing that was read. */
export type Outcome = keyof z.infer<typeof Count>;

export const CrmSync = z.object({
  channelId: z.string(),
  mode: SyncMode,
  phase: SyncPhase,
  status: SyncStatus,
  counts: SyncCounts,
  errorCode: z.string().nullable(),
  syncedAt: Time.nullable(),
});
export type CrmSync = z.infer<typeof CrmSync>;
