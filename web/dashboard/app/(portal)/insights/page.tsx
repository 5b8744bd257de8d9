import { InsightsPage } from "#kit/insight/insights-page.tsx";

export default function Page() {
  return <InsightsPage portal="dashboard" />;
}
