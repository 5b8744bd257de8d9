import { notFound } from "next/navigation";
import { pieceKindOf } from "#kit/piece/piece-kinds.ts";
import { PiecePage } from "#kit/piece/piece-page.tsx";

export default async function Page({ params }: { params: Promise<{ kind: string; id: string }> }) {
  const { kind: named, id } = await params;
  const kind = pieceKindOf(named);
  if (kind === null) notFound();
  return <PiecePage portal="dashboard" kind={kind} id={id} />;
}
