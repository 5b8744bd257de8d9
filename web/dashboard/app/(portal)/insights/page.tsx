import { InsightsPage } from "../../../features/insights/insights-page.tsx";

export default function Page() {
  return <InsightsPage />;
}
