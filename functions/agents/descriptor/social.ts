import * as z from "zod";
import { failed, passed } from "#core/run/validators.ts";
import { type Format, lengthMax, type Platform } from "#core/social/platforms.ts";
import { socialPlatforms } from "#schema/social.ts";
import { lengthOn } from "#schema/social-wording.ts";
import type { Finding } from "./index.ts";
import { bounded } from "./text.ts";

/** A post for one platform, with what its pictures show. */
export const SocialDraft = z.strictObject({
  bodyText: bounded(20, 3_000),
  hashtags: z.array(z.string().regex(/^\w{1,60}$/u, "letters, digits and _ without #")).max(5),
  emojiUsed: z.boolean(),
  engagementHook: bounded(5, 120),
  callToAction: bounded(3, 80).optional(),
  imageHeadline: bounded(3, 60).optional(),
  imageBrief: bounded(20, 500),
  altText: bounded(20, 250),
  slides: z.array(z.strictObject({ headline: bounded(3, 60), text: bounded(0, 200) })).max(5),
  pollOptions: z.array(bounded(1, 30)).min(2).max(4).optional(),
});
export type SocialDraft = z.infer<typeof SocialDraft>;

/** Posts that follow each other on X, each as long as one may be there. */
export const ThreadDraft = z.strictObject({ parts: z.array(bounded(20, 280)).min(2).max(12) });
export type ThreadDraft = z.infer<typeof ThreadDraft>;

/** Everything of a post that people read. */
export function proseOfPost({ bodyText, callToAction, imageHeadline, slides, pollOptions }: SocialDraft): string {
  return [
    bodyText,
    callToAction ?? "",
    imageHeadline ?? "",
    ...slides.flatMap(({ headline, text }) => [headline, text]),
    ...(pollOptions ?? []),
  ].join("\n");
}

/** Whether a post keeps to what its platform takes and to what its form needs. */
export function checkPost(output: SocialDraft, platform: Platform, format: Format): Finding[] {
  const { bodyText, hashtags, slides, pollOptions } = output;
  const length = lengthOn(platform, bodyText, hashtags);
  const max = lengthMax(platform);
  const [tagsMin, tagsMax] = socialPlatforms[platform].hashtags;
  return [
    length <= max
      ? passed("V2", "The text fits the platform.")
      : failed("V2", `The text counts ${length} characters there; ${max} is the most.`),
    hashtags.length >= tagsMin && hashtags.length <= tagsMax
      ? passed("V2", "The hashtags are as many as usual there.")
      : failed("V2", `The post has ${hashtags.length} hashtags; it needs ${tagsMin} to ${tagsMax}.`),
    format === "carousel" && slides.length < 2
      ? failed("V1", "A carousel needs two to five slides.")
      : passed("V1", "The slides are there."),
    format === "poll" && !pollOptions
      ? failed("V1", "A poll needs its options.")
      : passed("V1", "The options are there."),
  ];
}

/** Whether each part of a thread fits, as X counts. */
export function checkThread({ parts }: ThreadDraft): Finding[] {
  const long = parts.findIndex((part) => lengthOn("x", part, []) > lengthMax("x"));
  return [
    long < 0
      ? passed("V2", "Each part fits.")
      : failed("V2", `Part ${long + 1} is longer than ${lengthMax("x")} characters as X counts them.`),
  ];
}
