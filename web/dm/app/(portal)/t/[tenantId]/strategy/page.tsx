import { StrategyPage } from "../../../../../features/planning/strategy-page.tsx";

export default function StrategyRoute() {
  return <StrategyPage />;
}
