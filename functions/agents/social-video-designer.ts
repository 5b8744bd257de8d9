import * as z from "zod";
import * as Video from "#core/social/video-agent.ts";
import { defineCodeAgent } from "./descriptor/index.ts";
import { bounded } from "./descriptor/text.ts";

export const VideoInput = z.object({
  socialPostId: z.string(),
  stillMediaId: z.string(),
  format: z.enum(["reel", "story", "tiktok"]),
  seconds: z.number().int().min(5).max(10).default(8),
  motionPrompt: bounded(20, 400),
});
export type VideoInput = z.infer<typeof VideoInput>;

export const VideoOutput = z.strictObject({ providerJobId: z.string().min(1) });
export type VideoOutput = z.infer<typeof VideoOutput>;

export const socialVideoDesigner = defineCodeAgent<VideoInput, VideoOutput>({
  name: "social-video-designer",
  label: "Social video designer",
  description: "Has a short video made of the picture of a post.",
  group: "design",
  worker: "media",
  tier: "video",
  minPlan: "agency",
  creditRateKey: "ai_video_generation",
  concurrency: 2,
  timeoutMs: 900_000,
  sliceMs: 120_000,
  isPaidLater: true,
  input: VideoInput,
  output: VideoOutput,
  load: Video.load,
  store: Video.store,
  giveUp: Video.giveUp,
});
