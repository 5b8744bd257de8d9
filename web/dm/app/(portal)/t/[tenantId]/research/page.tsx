import { ResearchPage } from "#kit/research/research-page.tsx";

export default function Page() {
  return <ResearchPage portal="dm" />;
}
