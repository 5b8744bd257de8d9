import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

/** What people are told about: risk, who hears it, which mail. `risk` null takes the approval's. */
export const notificationEvents = {
  "approval.created.dm": { risk: null, mail: "hitl-review-request" },
  "approval.created.client": { risk: null, mail: "approval_required" },
  "approval.decided": { risk: "low", mail: "approval_decided" },
  "activity.failed": { risk: "medium", mail: "activity-failed" },
  "task.overdue": { risk: "medium", mail: "task-overdue" },
  "run.failed": { risk: "medium", mail: "run-failed" },
  "month.planned_by_rule": { risk: "low", mail: "planned-by-rule" },
  "setup.attention": { risk: "high", mail: "setup-attention" },
  "content.published": { risk: "low", mail: "content-published" },
  "content.publish_failed": { risk: "high", mail: "publish-problem" },
  "content.publish_unknown": { risk: "high", mail: "publish-problem" },
  "dataset.failed": { risk: "medium", mail: "dataset-failed" },
  "credits.exhausted": { risk: "high", mail: "credits-exhausted" },
  "credits.50": { risk: "low", mail: "budget-warning" },
  "credits.80": { risk: "medium", mail: "budget-warning" },
  "credits.90": { risk: "high", mail: "budget-warning" },
  "credits.100": { risk: "high", mail: "budget-warning" },
  "credits.topup": { risk: "low", mail: "credit-topup-confirmed" },
  "spend.50": { risk: "low", mail: "budget-warning" },
  "spend.80": { risk: "medium", mail: "budget-warning" },
  "spend.90": { risk: "high", mail: "budget-warning" },
  "spend.100": { risk: "high", mail: "budget-warning" },
  "campaign.budget_80": { risk: "medium", mail: "campaign-budget" },
  "campaign.budget_100": { risk: "high", mail: "campaign-budget" },
  "report.ready": { risk: "low", mail: "report-ready" },
  "anomaly.alert": { risk: "medium", mail: "anomaly-alert" },
  "channel.disconnected": { risk: "medium", mail: "channel-problem" },
  "ops.agent_paused": { risk: "high", mail: "ops-alert" },
} as const satisfies Record<string, { risk: "low" | "medium" | "high" | null; mail: string }>;

export const NotificationEvent = z.enum(
  Object.keys(notificationEvents) as [keyof typeof notificationEvents, ...(keyof typeof notificationEvents)[]],
);
export type NotificationEvent = z.infer<typeof NotificationEvent>;

export const DeliveryChannel = z.enum(["email", "sms", "whatsapp", "telegram", "push", "web"]);
/** Channels whose short texts are rows; mails have templates of their own. */
export const TextChannel = DeliveryChannel.exclude(["email"]);
export const DeliveryStatus = z.enum([
  "queued",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "failed",
  "skipped",
  "deferred",
  "batched",
]);
/** Why a notification was not sent. */
export const SkipReason = z.enum([
  "no_access",
  "preference_off",
  "risk_too_low",
  "plan",
  "no_address",
  "unverified",
  "suppressed",
  "duplicate",
  "dev_filter",
  "no_provider",
  "template_missing",
  "template_error",
  "provider_error",
  "nothing_to_report",
  "sender_paused",
]);

export const Notification = z.object({
  id: id("notification"),
  tenantId: id("tenant"),
  tenantName: z.string(),
  event: z.string(),
  title: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  risk: z.string().nullable(),
  readAt: Time.nullable(),
  createdAt: Time,
});
export type Notification = z.infer<typeof Notification>;
export const MarkRead = z.union([
  z.strictObject({ ids: z.array(id("notification")).min(1).max(50) }),
  z.strictObject({ all: z.literal(true) }),
]);

export const Delivery = z.object({
  id: id("delivery"),
  event: z.string(),
  channel: z.string(),
  address: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  sentAt: Time.nullable(),
  createdAt: Time,
});
export type Delivery = z.infer<typeof Delivery>;
