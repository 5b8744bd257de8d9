import { ExternalRefKind } from "../../platform.ts";
import { DisabledReason, EndpointStatus, InboundStatus, WebhookEvent, WebhookStatus } from "../../webhook.ts";

export const webhookSets = {
  "external_refs.kind": ExternalRefKind,
  "inbound_webhooks.status": InboundStatus,
  "webhook_deliveries.status": WebhookStatus,
  "webhook_endpoints.disabled_reason": DisabledReason,
  "webhook_endpoints.event_types": WebhookEvent,
  "webhook_endpoints.status": EndpointStatus,
  "webhook_messages.event_type": WebhookEvent,
};
