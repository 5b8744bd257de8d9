import { AgentsPage } from "../../../features/agents/agents-page.tsx";

export default function AgentsRoute() {
  return <AgentsPage />;
}
