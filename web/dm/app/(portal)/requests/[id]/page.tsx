import { FindThing } from "../../../../features/find/find-thing.tsx";

export default async function FindRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <FindThing kind="request" id={id} />;
}
