import { FindThing } from "../../../../../features/find/find-thing.tsx";

export default async function FindPostPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <FindThing kind="post" id={id} />;
}
