import * as Piece from "#core/piece/index.ts";
import type { DraftType } from "#core/piece/kinds.ts";
import type { Brought, Target } from "../target.ts";

interface Words {
  /** The state in which it is being sent, and the verbs that lead there and out again. */
  sending: string;
  begin: string;
  fail: string;
}

/** How a piece moves that is being sent from the time its attempt is made; `arrived` is what is kept of one that arrived. */
export function pieceMove(
  type: DraftType,
  { sending, begin, fail }: Words,
  arrived: (brought: Brought) => Record<string, unknown>,
): Target["move"] {
  return async (tx, { id }, verb, brought = {}) => {
    const row = await Piece.locked(tx, type, id);
    if (verb === "prepare") await Piece.move(tx, type, row, begin);
    if (verb === "confirm") await Piece.move(tx, type, row, "confirm", arrived(brought));
    if (verb === "lose_track" && row.status === sending) await Piece.move(tx, type, row, "lose_track");
    if (verb === "fail" || (verb === "drop" && row.status === sending)) await Piece.move(tx, type, row, fail);
  };
}
