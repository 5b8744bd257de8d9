import { RunPage } from "../../../../features/runs/run-page.tsx";

export default async function RunRoute({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RunPage id={id} />;
}
