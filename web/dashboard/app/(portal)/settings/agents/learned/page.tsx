import { MemoryPage } from "#kit/memory/memory-page.tsx";

export default function Page() {
  return <MemoryPage agentsPath="/settings/agents" />;
}
