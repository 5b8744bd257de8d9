import * as z from "zod";
import type { Transition } from "./machine.ts";

/** Everything a customer's endpoint can be told. */
export const WebhookEvent = z.enum([
  "activity.completed",
  "activity.failed",
  "approval.created",
  "approval.decided",
  "approval.expired",
  "content.approved",
  "content.published",
  "content.publish_failed",
  "content.publish_unknown",
  "campaign.status_changed",
  "keyword_group.approved",
  "backlink.published",
  "review.received",
  "review.responded",
  "lead.created",
  "lead.updated",
  "lead.qualified",
  "lead.converted",
  "form.submitted",
  "contact.unsubscribed",
  "dataset_file.ready",
  "dataset_file.failed",
  "report.ready",
  "goal.achieved",
  "goal.missed",
  "anomaly.raised",
  "channel.disconnected",
  "credits.threshold",
  "credits.exhausted",
  "invoice.created",
  "invoice.paid",
  "invoice.overdue",
  "subscription.locked",
  "subscription.unlocked",
  "member.added",
  "member.removed",
  "webhook.test",
]);
export const EndpointStatus = z.enum(["enabled", "disabled"]);
export const DisabledReason = z.enum(["manual", "gone", "failing"]);
export const InboundStatus = z.enum(["received", "processed", "ignored", "failed"]);
export const WebhookStatus = z.enum(["pending", "delivering", "delivered", "retrying", "failed", "cancelled"]);
export type WebhookStatus = z.infer<typeof WebhookStatus>;
export type WebhookVerb = "send" | "ok" | "retry" | "give_up" | "redeliver" | "cancel";

export const webhookMachine: readonly Transition<WebhookStatus, WebhookVerb>[] = [
  { from: ["pending", "retrying"], verb: "send", to: "delivering" },
  { from: ["delivering"], verb: "ok", to: "delivered" },
  { from: ["delivering"], verb: "retry", to: "retrying" },
  { from: ["delivering", "retrying"], verb: "give_up", to: "failed" },
  { from: ["failed", "delivered"], verb: "redeliver", to: "pending" },
  { from: ["pending", "retrying"], verb: "cancel", to: "cancelled" },
];

export const WebhookEndpointFields = z.strictObject({
  url: z.url({ protocol: /^https$/ }).max(2_000),
  description: z.string().trim().max(500).nullable(),
  eventTypes: z.array(WebhookEvent).min(1).max(40),
});
