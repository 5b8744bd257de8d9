import { RunsPage } from "../../../../../features/runs/runs-page.tsx";

export default async function RunsRoute({ params }: { params: Promise<{ tenantId: string }> }) {
  const { tenantId } = await params;
  return <RunsPage tenantId={tenantId} />;
}
