import * as z from "zod";
import { id } from "./ids.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";

export const MediaKind = z.enum(["image", "video", "audio", "document"]);
export const MediaSource = z.enum(["upload", "ai", "crawl", "stock"]);
export const MediaVariantName = z.enum(["thumb", "small", "large", "square", "story", "og"]);
export const MediaRole = z.enum(["hero", "inline", "slide", "still", "video", "attachment"]);

export const MediaFields = z.strictObject({
  title: z.string().trim().max(200).nullable(),
  altText: z.string().trim().max(500).nullable(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50),
});

export const MediaFilter = z.strictObject({
  ...PageQuery.shape,
  kind: MediaKind.optional(),
  q: z.string().trim().min(2).max(100).optional().describe("a part of title or alt text"),
  mediaIds: oneOrMany(id("media")),
});
export type MediaFilter = z.infer<typeof MediaFilter>;

/** A picture or file of the client's library. */
export const MediaAsset = z.object({
  id: id("media"),
  kind: MediaKind,
  mime: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  title: z.string().nullable(),
  altText: z.string().nullable(),
  source: MediaSource,
  url: z.string().describe("where it is seen for some minutes"),
  createdAt: Time,
});
export type MediaAsset = z.infer<typeof MediaAsset>;

export const pictureBytesMax = 10 * 1_024 ** 2;
export const pictureMimes = ["image/png", "image/jpeg", "image/webp"] as const;

/** An uploaded picture for the library. */
export const MediaInput = z.strictObject({
  uploadId: id("upload"),
  altText: z.string().trim().min(1).max(500).optional().describe("what is to be seen on it"),
});
export type MediaInput = z.infer<typeof MediaInput>;
