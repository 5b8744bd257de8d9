import { NotificationsPage } from "#kit/notifications/notifications-page.tsx";

export default function NotificationsRoute() {
  return <NotificationsPage />;
}
