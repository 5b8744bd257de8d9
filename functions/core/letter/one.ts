import * as Suppression from "#core/suppression/index.ts";
import type { PostResult, Titled } from "#platform/channel/index.ts";
import { transaction } from "#platform/db.ts";
import { ended } from "./ending.ts";
import { type Letter, post } from "./post.ts";

/** A mail that one person gets, as it is frozen with its attempt. */
export interface LetterPayload extends Titled, Letter {}

/** Sends one mail once. Whoever may not be written to any more since it was planned gets none. */
export async function sendOne(letter: LetterPayload): Promise<PostResult> {
  const why = await transaction((tx) => Suppression.reasonFor(tx, letter.to));
  if (why) return { outcome: "refused", code: "policy", message: `Nothing is written to this address (${why}).` };
  const posted = await post(letter);
  if (posted === "accepted") return { outcome: "accepted", providerId: letter.id };
  if (posted === "unknown")
    return { outcome: "unknown", reason: "The mail server broke off while the mail was on its way." };
  if (posted === "not_sent")
    return { outcome: "not_sent", code: "provider_down", message: "The mail server does not take mail now." };
  await transaction((tx) => ended(tx, letter.to, "bounced", letter.id));
  return { outcome: "refused", code: "target_gone", message: "The address does not take mail." };
}
