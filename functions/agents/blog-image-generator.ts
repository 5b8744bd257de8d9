import * as z from "zod";
import * as Image from "#core/blog/image-agent.ts";
import { BlogImageStyle, BlogImageType } from "#schema/blog.ts";
import { defineCodeAgent } from "./descriptor/index.ts";
import { bounded } from "./descriptor/text.ts";

const Hex = z.string().regex(/^#[0-9a-fA-F]{6}$/);

export const BlogImageInput = z.object({
  blogPostId: z.string(),
  imageType: BlogImageType,
  sectionTitle: z.string().max(200).optional(),
  postTitle: z.string(),
  primaryKeyword: z.string(),
  imageStyle: BlogImageStyle,
  primaryColor: Hex.optional(),
  secondaryColor: Hex.optional(),
  /** Names the order: what was made for it is not made again. */
  order: z.string().max(60),
});
export type BlogImageInput = z.infer<typeof BlogImageInput>;

export const BlogImageOutput = z.strictObject({
  mediaId: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  altText: bounded(20, 160),
  promptUsed: z.string(),
});
export type BlogImageOutput = z.infer<typeof BlogImageOutput>;

export const blogImageGenerator = defineCodeAgent<BlogImageInput, BlogImageOutput>({
  name: "blog-image-generator",
  label: "Blog image generator",
  description: "Has a picture made for a post: at its head, or under one of its headings.",
  group: "content",
  worker: "media",
  tier: "image",
  minPlan: "pro",
  creditRateKey: "blog_image_hero",
  concurrency: 2,
  timeoutMs: 300_000,
  sliceMs: 240_000,
  input: BlogImageInput,
  output: BlogImageOutput,
  load: Image.load,
  store: Image.store,
  giveUp: Image.giveUp,
});
