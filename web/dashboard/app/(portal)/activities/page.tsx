import { ActivityList } from "#kit/run/activity-list.tsx";

export default function Page() {
  return <ActivityList portal="dashboard" />;
}
