import * as Approval from "#core/approval/index.ts";
import { found } from "#core/contact/segment.ts";
import * as Effect from "#core/effect/index.ts";
import * as Letter from "#core/letter/index.ts";
import * as Piece from "#core/piece/index.ts";
import { person, reference, require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { AudienceChoice } from "#schema/newsletter.ts";
import { sending } from "./audience.ts";

/** Says whom a newsletter goes to. That is part of what is approved: both sides decide the new version again. */
export async function choose(newsletterId: string, input: AudienceChoice) {
  require("blog_post.publish", "say whom a newsletter goes to");
  const { audience, segmentId } = AudienceChoice.parse(input);
  await transaction(async (tx) => {
    const segment = segmentId ? await found(tx, segmentId) : undefined;
    const row = await Piece.locked(tx, "newsletter", newsletterId);
    const before = await Piece.contentOf(tx, "newsletter", newsletterId);
    if (!before) throw new AppError("request.illegal_transition", "The newsletter has no text yet.");
    const { segment: _, ...rest } = before;
    const content = { ...rest, audience, ...(segment ? { segment } : {}) };
    if (Piece.contentHash(content) === row.contentHash) return;
    const draft = row.status === "draft" ? row : await Piece.move(tx, "newsletter", row, "edit", { sendAt: null });
    await Approval.supersede(tx, { type: "newsletter", id: newsletterId });
    const { version } = await Piece.write(tx, "newsletter", draft, content, { author: reference(), kind: "human" });
    await Effect.audit(
      "newsletter.audience_set",
      { type: "newsletter", id: newsletterId, label: row.title },
      { before: { audience: before["audience"] }, after: { audience, segment: segment?.name ?? null, version } },
    );
    // A draft goes on its own way to review once the critic has read it.
    if (row.status === "draft") return;
    await Piece.move(tx, "newsletter", { ...draft, version }, "submit");
    await Piece.openStage(tx, "newsletter", newsletterId, "dm", []);
  });
  return sending(newsletterId);
}

/** Orders one copy for the person who asks, as readers would get it. */
export async function orderTest(newsletterId: string): Promise<void> {
  require("blog_post.publish", "send a newsletter as a test");
  const { userId } = person();
  await transaction(async (tx) => {
    const row = await Piece.locked(tx, "newsletter", newsletterId);
    if (row.version === 0) throw new AppError("request.illegal_transition", "The newsletter has no text yet.");
    await Letter.senderOf(tx);
    await Effect.audit("newsletter.test_sent", { type: "newsletter", id: newsletterId, label: row.title });
    await Effect.job("publish__newsletter", { newsletterId, userId, step: "test" });
  });
}
