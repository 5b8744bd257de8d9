import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

/** Gives a tenant a calendar with one place, a post that waits for its pictures, and a picture in the library. */
export async function insertSocial(
  tx: Tx,
  { id: tenantId }: TestTenant,
): Promise<{ socialPost: string; media: string }> {
  const [socialPost, calendar, slot] = [newId("socialPost"), newId("socialCalendar"), newId("socialCalendarSlot")];
  const kind = { platform: "facebook", format: "static", contentType: "educational" };
  const written = { bodyText: "What only its owners may know of the post.", version: 1, contentHash: sha256("a post") };
  await tx
    .insertInto("socialPosts")
    .values({ tenantId, id: socialPost, ...kind, ...written, status: "design_pending" })
    .execute();
  await tx
    .insertInto("socialCalendars")
    .values({ tenantId, id: calendar, month: "2026-01-01", status: "active" })
    .execute();
  await tx
    .insertInto("socialCalendarSlots")
    .values({
      tenantId,
      id: slot,
      socialCalendarId: calendar,
      slotOn: "2026-01-05",
      topicAngle: "Only for its owners",
      ...kind,
    })
    .execute();
  const media = newId("media");
  const picture = { kind: "image", mime: "image/png", bytes: 68, s3Key: `media/${tenantId}/library/${media}.png` };
  await tx
    .insertInto("media")
    .values({ tenantId, id: media, ...picture, source: "upload", sha256: sha256(media) })
    .execute();
  return { socialPost, media };
}
