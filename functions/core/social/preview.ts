import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { downloadUrl } from "#platform/storage.ts";
import { SocialDetails } from "#schema/social.ts";
import { mediaOf } from "./index.ts";

/** What goes out, as Markdown: text, slides or answers of a poll, and the pictures as they are. */
export async function preview(tx: Tx, id: string): Promise<string | null> {
  const row = await tx
    .selectFrom("socialPosts")
    .select(["platform", "format", "bodyText", "hashtags", "linkUrl", "details"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) return null;
  const { slides = [], pollOptions = [], parts = [] } = SocialDetails.parse(row.details);
  const shown: string[] = [];
  for (const { s3Key, mime, position, altText } of await mediaOf(tx, id)) {
    const url = await downloadUrl(s3Key, `picture-${position + 1}`);
    const alt = (altText ?? `Picture ${position + 1}`).replaceAll(/[[\]\\\n]/g, " ");
    shown.push(mime.startsWith("image/") ? `![${alt}](<${url}>)` : `[Video: ${alt}](<${url}>)`);
  }
  return [
    `**${row.platform}, ${row.format}**`,
    row.bodyText,
    ...parts,
    row.hashtags.map((tag) => `\\#${tag}`).join(" "),
    row.linkUrl ? `<${row.linkUrl}>` : "",
    slides.map(({ headline, text }, at) => `${at + 1}. **${headline}** ${text}`).join("\n"),
    pollOptions.map((option) => `- ${option}`).join("\n"),
    ...shown,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
