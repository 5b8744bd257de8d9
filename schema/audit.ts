import { z } from "zod";

/** Everything that leaves an entry in the audit log: the closed list of actions of the concepts built so far. */
export const auditActions = [
  "login.succeeded", "login.failed", "login.locked", "session.ended", "session.tenant_selected", "user.updated",
  "tenant.created", "tenant.settings_changed",
  "content_request.created", "content_request.submitted", "content_request.approved", "content_request.rejected", "content_request.fulfilled", "content_request.cancelled",
  "activity.planned", "activity.blocked", "activity.unblocked", "activity.queued", "activity.started", "activity.drafted", "activity.finished", "activity.failed", "activity.retried", "activity.paused", "activity.resumed", "activity.cancelled",
  "run.started", "run.succeeded", "run.failed", "run.cancelled",
  "agent.config_changed", "agent.paused", "agent.resumed",
  "approval.opened", "approval.voted", "approval.approved", "approval.rejected", "approval.expired", "approval.reopened", "approval.superseded",
  "comment.added", "comment.edited", "comment.resolved", "comment.removed",
  "content_brief.created", "blog_post.created", "blog_post.drafted", "blog_post.edited", "blog_post.restored_version", "blog_post.dm_approved", "blog_post.client_approved", "blog_post.rejected", "blog_post.archived", "blog_post.marked_published", "claim.waived",
  "publish_attempt.prepared", "publish_attempt.posted", "publish_attempt.draft_created", "publish_attempt.confirmed", "publish_attempt.failed", "publish_attempt.left_unknown", "publish_attempt.decided", "publish_attempt.abandoned",
  "channel.connected", "dataset.created", "dataset_file.uploaded", "dataset_file.ready", "dataset_file.failed", "dataset_file.disabled", "dataset_file.enabled", "dataset_file.reprocessed", "dataset_file.removed",
  "audit.verified", "audit.verification_failed",
] as const;
export const AuditAction = z.enum(auditActions);
export type AuditAction = z.infer<typeof AuditAction>;

export const AuditActor = z.object({ kind: z.enum(["public", "user", "reviewer", "admin", "agent", "system"]), id: z.string(), name: z.string(), role: z.string().optional(), via: z.enum(["session", "key", "link", "task_token", "job"]) });

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
  change: z.object({ before: z.record(z.string(), z.unknown()), after: z.record(z.string(), z.unknown()), fields: z.array(z.string()) }),
  note: z.string().optional(),
  request: z.object({ surface: z.string(), requestId: z.string(), ip: z.string().optional(), userAgent: z.string().optional(), runId: z.string().optional(), jobId: z.string().optional() }),
  outboxId: z.string(),
  prevHash: z.string().length(64),
  hash: z.string().length(64),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const genesisHash = "0".repeat(64);
