import { DatasetPage } from "#kit/knowledge/dataset-page.tsx";

export default async function DatasetRoute({ params }: { params: Promise<{ tenantId: string; datasetId: string }> }) {
  const { tenantId, datasetId } = await params;
  return <DatasetPage base={`/t/${tenantId}/knowledge-base`} id={datasetId} />;
}
