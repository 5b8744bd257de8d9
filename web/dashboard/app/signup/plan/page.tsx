import { PlanPage } from "../../../features/signup/plan-page.tsx";

export default function Page() {
  return <PlanPage />;
}
