import type * as z from "zod";
import { type SocialFormat, type SocialPlatform, socialTextMax } from "#schema/social.ts";

export type Platform = z.infer<typeof SocialPlatform>;
export type Format = z.infer<typeof SocialFormat>;

/** Whether posts can be sent there; what is for another network is published by hand. */
export const isReached = (platform: string): boolean => ["facebook", "instagram", "linkedin"].includes(platform);

/** Forms that a video can be made for. */
export const isVideo = (format: string): boolean => format === "reel" || format === "story";

/** Characters of a post as the platform counts them: on X its hashtags count too, a link as 23, and wide characters twice. */
export function lengthOn(platform: Platform, bodyText: string, hashtags: readonly string[]): number {
  if (platform !== "x") return bodyText.length;
  const whole = [bodyText, ...hashtags.map((tag) => `#${tag}`)].join(" ");
  const links = whole.match(/https?:\/\/\S+/g) ?? [];
  const rest = whole.replaceAll(/https?:\/\/\S+/g, "");
  const weights = [...rest].map((character) => (isNarrow(character.codePointAt(0) ?? 0) ? 1 : 2));
  return links.length * 23 + weights.reduce((sum, weight) => sum + weight, 0);
}

/** How long a text for the platform may be. */
export const lengthMax = (platform: Platform): number => socialTextMax[platform];

function isNarrow(point: number): boolean {
  return (
    point <= 4_351 ||
    (point >= 8_192 && point <= 8_205) ||
    (point >= 8_208 && point <= 8_223) ||
    (point >= 8_242 && point <= 8_247)
  );
}
