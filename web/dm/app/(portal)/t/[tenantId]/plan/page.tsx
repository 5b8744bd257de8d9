import { PlanPage } from "../../../../../features/planning/plan-page.tsx";

export default function PlanRoute() {
  return <PlanPage />;
}
