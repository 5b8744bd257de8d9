import { DatasetsPage } from "#kit/knowledge/datasets-page.tsx";

export default async function DatasetsRoute({ params }: { params: Promise<{ tenantId: string }> }) {
  const { tenantId } = await params;
  return <DatasetsPage base={`/t/${tenantId}/knowledge-base`} />;
}
