import { GoalsPage } from "../../../features/goals/goals-page.tsx";

export default function Page() {
  return <GoalsPage />;
}
