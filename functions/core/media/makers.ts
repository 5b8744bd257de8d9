import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { canDraw } from "#platform/image-maker.ts";
import { canFilm } from "#platform/video-maker.ts";

/** Why nothing can be made for the client at work, or null when it can. */
export async function whyNoMaker(tx: Tx, what: "picture" | "video"): Promise<string | null> {
  if (what === "picture" && !canDraw()) return "No maker of pictures is configured here (IMAGE_KEY).";
  if (what === "video" && !canFilm()) return "No maker of videos is configured here (VIDEO_KEY).";
  const { dataPrivacyLevel } = await tx
    .selectFrom("tenants")
    .select("dataPrivacyLevel")
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  return dataPrivacyLevel === "cloud_ok"
    ? null
    : `This client's data stays here, and makers of ${what}s are elsewhere.`;
}
