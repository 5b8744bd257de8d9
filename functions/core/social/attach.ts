import * as Effect from "#core/effect/index.ts";
import * as Shelf from "#core/media/shelf.ts";
import * as Piece from "#core/piece/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { SocialPost } from "#schema/social.ts";
import { askClient } from "./client.ts";
import { contentOf } from "./content.ts";
import { locked, subject } from "./index.ts";
import { get } from "./read.ts";

/** A reviewer gives a post that waits for its pictures those of the library: the client is asked. @throws not_found, illegal_transition */
export async function attach(id: string, mediaIds: readonly string[]): Promise<SocialPost> {
  require("blog_post.edit", "give posts their pictures");
  await transaction(async (tx) => {
    const before = await locked(tx, id);
    if (before.status !== "design_pending")
      throw new AppError("request.illegal_transition", `The post is ${before.status}; it does not wait for pictures.`, {
        details: { status: before.status },
      });
    const known = await tx
      .selectFrom("media")
      .select(["id", "kind"])
      .where("tenantId", "=", tenant())
      .where("id", "in", [...mediaIds])
      .where("kind", "in", ["image", "video"])
      .where("deletedAt", "is", null)
      .execute();
    const missing = mediaIds.find((mediaId) => !known.some((row) => row.id === mediaId));
    if (missing) throw notFound("Picture", missing);
    const of = (kind: string) =>
      mediaIds.filter((mediaId) => known.some((row) => row.id === mediaId && row.kind === kind));
    await Shelf.link(tx, { type: "social_post", id }, "slide", of("image"));
    await Shelf.link(tx, { type: "social_post", id }, "video", of("video"));
    const by = { kind: "human", changeNote: "Pictures were uploaded" } as const;
    const { version } = await Piece.write(tx, "social_post", before, contentOf(before), by);
    const row = { ...before, version };
    await Effect.audit("social_post.designed", subject(row), { after: { pictures: mediaIds.length } });
    await askClient(tx, row, "designed");
  });
  return get(id);
}
