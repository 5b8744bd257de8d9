import { isTextOnly, type SocialPost, type SocialRequestInput, socialPlatforms, usualFormat } from "#schema/social.ts";

type Platform = SocialPost["platform"];

export const pictures = ["usual", "picture", "text"] as const;
export type Pictures = (typeof pictures)[number];

/** What the form of a wish for posts holds. */
export interface SocialValues {
  topic: string;
  brief: string;
  audience: string;
  platforms: Platform[];
  pictures: Pictures;
  /** Pictures of the library that come with the wish. */
  mediaIds: string[];
  wantedOn: string;
}

export const emptySocial: SocialValues = {
  topic: "",
  brief: "",
  audience: "",
  platforms: [],
  pictures: "usual",
  mediaIds: [],
  wantedOn: "",
};

const order: readonly Platform[] = ["linkedin", "facebook", "instagram", "x", "tiktok", "pinterest"];
export const networks = order.map((value) => ({ value, label: socialPlatforms[value].label }));

function takes(platform: Platform, wanted: Pictures): boolean {
  const { formats } = socialPlatforms[platform];
  return wanted === "usual" || formats.includes(wanted === "picture" ? "static" : "text");
}

/** What networks are called, one after the other. */
export function namesOf(platforms: readonly Platform[]): string {
  return platforms.map((platform) => socialPlatforms[platform].label).join(", ");
}

/** What is sent: empty fields are left out. */
export function inputOf(values: SocialValues): Omit<SocialRequestInput, "count"> {
  const { topic, brief, audience, platforms, mediaIds, wantedOn } = values;
  return {
    topic: topic.trim(),
    platforms,
    mediaIds: values.pictures === "text" ? [] : mediaIds,
    ...(brief.trim() ? { brief: brief.trim() } : {}),
    ...(audience.trim() ? { audience: audience.trim() } : {}),
    ...(values.pictures === "usual" ? {} : { format: values.pictures === "picture" ? "static" : "text" }),
    ...(wantedOn ? { wantedOn } : {}),
  };
}

/** Field messages in words for people; empty when the wish can be sent. */
export function checkSocial({ topic, platforms, pictures: wanted }: SocialValues): Record<string, string> {
  const problems: Record<string, string> = {};
  const length = topic.trim().length;
  if (length < 5 || length > 200) problems["topic"] = "Say in 5 to 200 characters what the post is about.";
  if (platforms.length === 0) problems["platforms"] = "Choose where it goes.";
  const misfit = platforms.find((platform) => !takes(platform, wanted));
  if (misfit) problems["pictures"] = `${socialPlatforms[misfit].label} does not take that form.`;
  return problems;
}

/** How many of the posts have a picture made for them. */
export function picturedOf({ platforms, pictures: wanted, mediaIds }: SocialValues): number {
  if (wanted === "text" || mediaIds.length > 0) return 0;
  return platforms.filter((platform) => wanted === "picture" || !isTextOnly(usualFormat(platform))).length;
}
