import * as z from "zod";
import { auditActions } from "./audit-actions.ts";

export const AuditAction = z.enum(auditActions);
export type AuditAction = z.infer<typeof AuditAction>;

export const AuditActor = z.object({
  kind: z.enum(["public", "user", "reviewer", "admin", "agent", "system"]),
  id: z.string(),
  name: z.string(),
  role: z.string().optional(),
  via: z.enum(["session", "key", "link", "task_token", "job"]),
  impersonatorId: z.string().optional(),
});

/** One link of a tenant's hash chain. `hash` = SHA-256 over `prevHash` and the canonical JSON (RFC 8785) of all other fields. */
export const AuditEntry = z.object({
  _id: z.string(),
  v: z.literal(1),
  tenantId: z.string(),
  seq: z.number().int().positive(),
  at: z.string(),
  action: AuditAction,
  actor: AuditActor,
  subject: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  change: z.object({
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
    fields: z.array(z.string()),
  }),
  note: z.string().optional(),
  request: z.object({
    surface: z.string(),
    requestId: z.string(),
    ip: z.string().optional(),
    userAgent: z.string().optional(),
    runId: z.string().optional(),
    jobId: z.string().optional(),
  }),
  outboxId: z.string(),
  prevHash: z.string().length(64),
  hash: z.string().length(64),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const genesisHash = "0".repeat(64);
