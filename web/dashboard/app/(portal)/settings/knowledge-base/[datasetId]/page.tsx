import { DatasetPage } from "#kit/knowledge/dataset-page.tsx";
import { knowledgeBase } from "../../../../../features/shell/portal.ts";

export default async function Page({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  return <DatasetPage base={knowledgeBase} id={datasetId} />;
}
