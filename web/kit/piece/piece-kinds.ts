/** Kinds of content beside the blog, as their addresses name them. */
export const pieceKinds = ["social", "newsletters", "landing-pages", "gbp", "ads"] as const;
export type PieceKind = (typeof pieceKinds)[number];

/** The kind that a part of an address names; null where there is none of that name. */
export function pieceKindOf(name: string): PieceKind | null {
  return pieceKinds.find((kind) => kind === name) ?? null;
}
