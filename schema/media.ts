import * as z from "zod";

export const MediaKind = z.enum(["image", "video", "audio", "document"]);
export const MediaSource = z.enum(["upload", "ai", "crawl", "stock"]);
export const MediaVariantName = z.enum(["thumb", "small", "large", "square", "story", "og"]);
export const MediaRole = z.enum(["hero", "inline", "slide", "still", "video", "attachment"]);

export const MediaFields = z.strictObject({
  title: z.string().trim().max(200).nullable(),
  altText: z.string().trim().max(500).nullable(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50),
});
