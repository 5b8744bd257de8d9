import { notFound } from "next/navigation";
import { pieceKindOf } from "#kit/piece/piece-kinds.ts";
import { PiecesPage } from "#kit/piece/pieces-page.tsx";

export default async function Page({ params }: { params: Promise<{ kind: string }> }) {
  const kind = pieceKindOf((await params).kind);
  if (kind === null) notFound();
  return <PiecesPage portal="dm" kind={kind} />;
}
