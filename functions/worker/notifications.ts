import * as AccountMail from "#core/account-mail/index.ts";
import * as Notification from "#core/notification/index.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/notifications.handler">({
  notifications__route: (data) => Notification.route(data),
  notifications__email: ({ deliveryId }) => Notification.sendEmail(deliveryId),
  notifications__web: ({ deliveryId }) => Notification.deliverWeb(deliveryId),
  notifications__account: ({ mailId }) => AccountMail.send(mailId),
});
