import { FindThing } from "../../../../features/find/find-thing.tsx";

export default async function FindActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <FindThing kind="activity" id={id} />;
}
