import { PlanPage } from "../../../features/plan/plan-page.tsx";

export default function Page() {
  return <PlanPage />;
}
