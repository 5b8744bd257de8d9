import * as z from "zod";
import * as Video from "#core/social/video-agent.ts";
import { defineCodeAgent } from "./descriptor/index.ts";

export const PollInput = z.object({
  socialPostId: z.string(),
  provider: z.string(),
  providerJobId: z.string(),
  seconds: z.number().int(),
  altText: z.string(),
});
export type PollInput = z.infer<typeof PollInput>;

export const PollOutput = z.strictObject({
  state: z.enum(["done", "failed"]),
  mediaId: z.string().optional(),
  seconds: z.number().int(),
  reason: z.string().optional(),
});
export type PollOutput = z.infer<typeof PollOutput>;

export const socialVideoPoller = defineCodeAgent<PollInput, PollOutput>({
  name: "social-video-poller",
  label: "Social video poller",
  description: "Looks whether a video is ready and puts it to its post.",
  group: "design",
  worker: "media",
  minPlan: "agency",
  creditRateKey: null,
  concurrency: 4,
  timeoutMs: 60_000,
  sliceMs: 20_000,
  restMs: 30_000,
  input: PollInput,
  output: PollOutput,
  // The video designer's price is due when its video is there.
  share: ({ state }) => (state === "done" ? 1 : 0),
  load: Video.loadPoll,
  store: Video.storePoll,
  giveUp: Video.giveUp,
});
