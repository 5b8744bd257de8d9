import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Memory from "#core/memory/index.ts";
import { keepVersion } from "#core/piece/keep.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { editLock } from "#schema/edit-lock.ts";
import { AppError } from "#schema/errors.ts";
import { type GbpPost, GbpPostEdit } from "#schema/gbp-post.ts";
import { contentHash, locked, titleOf } from "./index.ts";
import { get } from "./read.ts";

/**
 * A reviewer words a post that does not wait to go out: a new version, which somebody else decides.
 * @throws request.version_mismatch, illegal_transition
 */
export async function edit(id: string, input: GbpPostEdit): Promise<GbpPost> {
  require("blog_post.edit", "edit content");
  const { bodyText, version, changeNote } = GbpPostEdit.parse(input);
  await transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.version !== version)
      throw new AppError("request.version_mismatch", `Version ${row.version} is the newest. Load it again.`);
    const lock = editLock("gbp_post", row.status);
    if (lock) throw new AppError("request.illegal_transition", `The post cannot be edited now. ${lock}`);
    if (bodyText === row.bodyText) return;
    const hash = contentHash({ ...row, bodyText });
    const subject = { type: "gbp_post", id };
    await Approval.supersede(tx, subject);
    await tx
      .updateTable("gbpPosts")
      .set({ bodyText, version: version + 1, contentHash: hash, dmApprovedBy: null, dmApprovedAt: null })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    const { ctaType, ctaUrl } = row;
    const kept = { version: version + 1, content: { bodyText, ctaType, ctaUrl }, hash, changeNote } as const;
    await keepVersion(tx, subject, { ...kept, kind: "human" });
    const title = titleOf({ bodyText });
    await Effect.audit(
      "gbp_post.edited",
      { ...subject, label: title },
      { before: { version }, after: { version: version + 1, contentHash: hash } },
      changeNote,
    );
    await Approval.open(tx, {
      ...{ kind: "gbp_publish", subject: { ...subject, title }, version: version + 1, contentHash: hash, stage: "dm" },
      ...{ author: reference(), activityId: row.activityId },
    });
    const versions = { fromVersion: version, toVersion: version + 1, before: row.bodyText, after: bodyText };
    await Memory.byHand(tx, subject, versions, "gbp-post-writer");
    await Effect.live("content:updated", { kind: "gbp_post", id, status: row.status, version: version + 1 });
  });
  return get(id);
}
