import { type EditedType, editLock } from "#schema/edit-lock.ts";
import { GbpWording } from "#schema/gbp-post.ts";
import type { PieceDetail } from "#schema/piece.ts";
import { lengthOn, socialWording } from "#schema/social-wording.ts";
import { linesOf, type Wording, type Words, wordingOf } from "#schema/wording.ts";
import { placeName } from "../edit/field-words.ts";
import type { AnyPiece } from "./kinds.ts";

/** What is worded of a piece; null before anything is written. */
export function wordingFor(piece: AnyPiece): Wording | null {
  if ("platform" in piece) return piece.bodyText === "" ? null : socialWording(piece);
  if ("postType" in piece)
    return piece.bodyText === "" ? null : { shape: GbpWording, words: { bodyText: piece.bodyText } };
  const { type, content } = piece as PieceDetail;
  return content ? wordingOf(type, content) : null;
}

/** Why a piece cannot be worded now, as a sentence; null where it can. */
export function lockOf(piece: AnyPiece): string | null {
  if (wordingFor(piece) === null) return "Nothing is written yet.";
  const isInLine = "publish" in piece && piece.publish?.status === "prepared";
  return editLock(typeOf(piece), piece.status, isInLine);
}

/** What is sent of an edit: the parts that differ, and the version that was edited. */
export function patchOf(piece: AnyPiece, before: Words, after: Words, note: string): Record<string, unknown> {
  const differs = Object.keys(after).filter((part) => JSON.stringify(after[part]) !== JSON.stringify(before[part]));
  const words = Object.fromEntries(differs.map((part) => [part, after[part]]));
  // The first version of some posts was stored before versions were counted.
  const rest = { version: Math.max(piece.version, 1), ...(note ? { changeNote: note } : {}) };
  return "type" in piece ? { content: words, ...rest } : { ...words, ...rest };
}

/** Characters of a text as its network counts them, where it counts in its own way. */
export function lengthsOf(piece: AnyPiece, words: Words): Record<string, number> {
  if (!("platform" in piece)) return {};
  const { bodyText, hashtags } = words as { bodyText: string; hashtags: string[] };
  return { bodyText: lengthOn(piece.platform, bodyText.trim(), hashtags) };
}

/** Every text of a piece by its name, to be compared. */
export function textsOf(words: Words): Record<string, string> {
  const { hashtags, ...others } = words;
  const lines = linesOf({ ...others, ...(Array.isArray(hashtags) ? { hashtags: hashtags.join(", ") } : {}) });
  return Object.fromEntries(Object.entries(lines).map(([place, text]) => [placeName(place), text]));
}

function typeOf(piece: AnyPiece): EditedType {
  if ("platform" in piece) return "social_post";
  return "postType" in piece ? "gbp_post" : piece.type;
}
