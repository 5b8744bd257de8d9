import type * as z from "zod";
import { type SocialFormat, type SocialPlatform, socialTextMax } from "#schema/social.ts";

export type Platform = z.infer<typeof SocialPlatform>;
export type Format = z.infer<typeof SocialFormat>;

/** Whether posts can be sent there; what is for another network is published by hand. */
export const isReached = (platform: string): boolean => ["facebook", "instagram", "linkedin"].includes(platform);

/** Forms that a video can be made for. */
export const isVideo = (format: string): boolean => format === "reel" || format === "story";

/** How long a text for the platform may be. */
export const lengthMax = (platform: Platform): number => socialTextMax[platform];
