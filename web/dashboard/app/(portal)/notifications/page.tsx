import { NotificationsPage } from "#kit/notifications/notifications-page.tsx";

export default function Page() {
  return <NotificationsPage />;
}
