import * as Approval from "#core/approval/index.ts";
import { writeEdited } from "#core/piece/edited.ts";
import * as Piece from "#core/piece/index.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { editLock } from "#schema/edit-lock.ts";
import { AppError } from "#schema/errors.ts";
import { type SocialPost, SocialPostEdit } from "#schema/social.ts";
import { lengthOn } from "#schema/social-wording.ts";
import { contentOf, linkIn } from "./content.ts";
import { locked, move } from "./index.ts";
import { lengthMax } from "./platforms.ts";
import { get } from "./read.ts";

/**
 * A reviewer words a post before its pictures are made: a new version, which the agency decides again.
 * @throws request.version_mismatch, validation_failed, illegal_transition
 */
export async function edit(id: string, input: SocialPostEdit): Promise<SocialPost> {
  require("blog_post.edit", "edit content");
  const { version, changeNote, ...words } = SocialPostEdit.parse(input);
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.version !== version)
      throw new AppError("request.version_mismatch", `Version ${row.version} is the newest. Load it again.`);
    const lock = editLock("social_post", row.status);
    if (lock) throw new AppError("request.illegal_transition", `The post cannot be edited now. ${lock}`);
    const { bodyText = row.bodyText, hashtags = row.hashtags, altText = row.altText } = words;
    const linkUrl = bodyText === row.bodyText ? row.linkUrl : linkIn({ ...row, bodyText });
    const next = { ...row, bodyText, hashtags, altText, linkUrl };
    if (lengthOn(row.platform, next.bodyText, next.hashtags) > lengthMax(row.platform))
      throw new AppError("request.validation_failed", "The text is too long for the platform.", {
        fields: [{ path: "bodyText", rule: "max", message: `at most ${lengthMax(row.platform)} characters` }],
      });
    if (JSON.stringify(contentOf(next)) === JSON.stringify(contentOf(row))) return;
    await Approval.supersede(tx, { type: "social_post", id });
    const open = await move(tx, row, "edit", Piece.unapproved);
    await writeEdited(tx, "social_post", open, contentOf(next), { kind: "human", changeNote });
  });
  return get(id);
}
