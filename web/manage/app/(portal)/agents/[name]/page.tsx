import { AgentPage } from "../../../../features/agents/agent-page.tsx";

export default async function AgentRoute({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return <AgentPage name={name} />;
}
