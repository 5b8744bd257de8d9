import { StrategyPage } from "../../../features/strategy/strategy-page.tsx";

export default function Page() {
  return <StrategyPage />;
}
