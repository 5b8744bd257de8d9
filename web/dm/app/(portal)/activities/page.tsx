import { ActivitiesPage } from "../../../features/activities/activities-page.tsx";

export default function ActivitiesRoute() {
  return <ActivitiesPage />;
}
