import * as z from "zod";
import * as Design from "#core/social/design.ts";
import { SocialFormat } from "#schema/social.ts";
import { defineCodeAgent } from "./descriptor/index.ts";
import { Level } from "./descriptor/shapes.ts";
import { bounded } from "./descriptor/text.ts";

export const DesignInput = z.object({
  socialPostId: z.string(),
  format: SocialFormat.exclude(["text", "poll"]),
  slides: z
    .array(z.object({ headline: z.string().max(60), prompt: bounded(20, 600), altText: z.string().max(250) }))
    .min(1)
    .max(5),
  size: z.enum(["1080x1080", "1080x1350", "1080x1920", "1200x627"]),
  quality: Level.default("medium"),
  brand: z.object({
    colours: z.array(z.string()).max(10).default([]),
    style: z.string().max(500).default(""),
    avoid: z.array(z.string().max(200)).max(30).default([]),
    logoMediaId: z.string().optional(),
  }),
  reviewerFeedback: z.string().max(4_000).optional(),
  /** Names the order: what was made for it is not made again. */
  order: z.string().max(50),
});
export type DesignInput = z.infer<typeof DesignInput>;

export const DesignOutput = z.strictObject({
  media: z
    .array(
      z.strictObject({
        mediaId: z.string(),
        slide: z.number().int().min(1).max(5),
        width: z.number().int(),
        height: z.number().int(),
        mime: z.string(),
        altText: z.string(),
      }),
    )
    .min(1)
    .max(5),
  failedSlides: z.array(z.number().int().min(1).max(5)).max(5),
});
export type DesignOutput = z.infer<typeof DesignOutput>;

export const socialPostDesigner = defineCodeAgent<DesignInput, DesignOutput>({
  name: "social-post-designer",
  label: "Social post designer",
  description: "Has the pictures of a post made and sets the headline and the client's logo on them.",
  group: "design",
  worker: "media",
  tier: "image",
  minPlan: "pro",
  creditRateKey: "ai_image_generation",
  concurrency: 4,
  timeoutMs: 300_000,
  sliceMs: 240_000,
  input: DesignInput,
  output: DesignOutput,
  share: ({ media, failedSlides }) => media.length / (media.length + failedSlides.length),
  load: Design.load,
  store: Design.store,
  giveUp: Design.giveUp,
});
