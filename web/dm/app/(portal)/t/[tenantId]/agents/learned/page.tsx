import { MemoryPage } from "#kit/memory/memory-page.tsx";

export default async function LearnedRoute({ params }: { params: Promise<{ tenantId: string }> }) {
  const { tenantId } = await params;
  return <MemoryPage agentsPath={`/t/${tenantId}/agents`} />;
}
