import * as z from "zod";
import { isTextOnly, type SocialPost, socialTextMax } from "./social.ts";
import { bounded } from "./text.ts";
import type { Wording } from "./wording.ts";

type Platform = SocialPost["platform"];

const alt = bounded(20, 250);

/** The words of a post, with the bounds of its network. */
export function socialWording({ platform, format, bodyText, hashtags, altText }: SocialPost): Wording {
  const max = socialTextMax[platform];
  const text = z.strictObject({
    bodyText: z.string().trim().min(20, "at least 20 characters").meta({ maxLength: max }),
    hashtags: z.array(z.string().regex(/^\w{1,60}$/u, "letters, digits and _ without #")).max(5),
  });
  const shape = isTextOnly(format) ? text : text.extend({ altText: altText === null ? alt.optional() : alt });
  return {
    shape: shape.refine((words) => lengthOn(platform, words.bodyText, words.hashtags) <= max, {
      path: ["bodyText"],
      message: `at most ${max} characters`,
    }),
    words: { bodyText, hashtags, ...(isTextOnly(format) || altText === null ? {} : { altText }) },
  };
}

/** Characters of a post as the platform counts them: on X its hashtags count too, a link as 23, and wide characters twice. */
export function lengthOn(platform: Platform, bodyText: string, hashtags: readonly string[]): number {
  if (platform !== "x") return bodyText.length;
  const whole = [bodyText, ...hashtags.map((tag) => `#${tag}`)].join(" ");
  const links = whole.match(/https?:\/\/\S+/g) ?? [];
  const rest = whole.replaceAll(/https?:\/\/\S+/g, "");
  const weights = [...rest].map((character) => (isNarrow(character.codePointAt(0) ?? 0) ? 1 : 2));
  return links.length * 23 + weights.reduce((sum, weight) => sum + weight, 0);
}

function isNarrow(point: number): boolean {
  return (
    point <= 4_351 ||
    (point >= 8_192 && point <= 8_205) ||
    (point >= 8_208 && point <= 8_223) ||
    (point >= 8_242 && point <= 8_247)
  );
}
