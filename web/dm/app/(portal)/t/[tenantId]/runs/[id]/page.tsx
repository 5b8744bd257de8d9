import { RunPage } from "../../../../../../features/runs/run-page.tsx";

export default async function RunRoute({ params }: { params: Promise<{ tenantId: string; id: string }> }) {
  const { tenantId, id } = await params;
  return <RunPage tenantId={tenantId} id={id} />;
}
