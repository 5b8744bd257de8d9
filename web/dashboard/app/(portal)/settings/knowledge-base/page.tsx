import { DatasetsPage } from "#kit/knowledge/datasets-page.tsx";
import { knowledgeBase } from "../../../../features/shell/portal.ts";

export default function Page() {
  return <DatasetsPage base={knowledgeBase} />;
}
