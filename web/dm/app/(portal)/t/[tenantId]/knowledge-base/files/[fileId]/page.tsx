import { FilePage } from "#kit/knowledge/file-page.tsx";

export default async function FileRoute({ params }: { params: Promise<{ tenantId: string; fileId: string }> }) {
  const { tenantId, fileId } = await params;
  return <FilePage base={`/t/${tenantId}/knowledge-base`} id={fileId} />;
}
