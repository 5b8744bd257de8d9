import { FilePage } from "#kit/knowledge/file-page.tsx";
import { knowledgeBase } from "../../../../../../features/shell/portal.ts";

export default async function Page({ params }: { params: Promise<{ fileId: string }> }) {
  const { fileId } = await params;
  return <FilePage base={knowledgeBase} id={fileId} />;
}
