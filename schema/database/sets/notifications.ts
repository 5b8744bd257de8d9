import { Risk } from "../../approval.ts";
import { DeliveryChannel, DeliveryStatus, SkipReason, TextChannel } from "../../notification.ts";

export const notificationSets = {
  "channel_texts.channel": TextChannel,
  "notification_deliveries.channel": DeliveryChannel,
  "notification_deliveries.reason": SkipReason,
  "notification_deliveries.risk": Risk,
  "notification_deliveries.status": DeliveryStatus,
  "notifications.risk": Risk,
};
