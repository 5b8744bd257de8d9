import {
  type RepurposePlatform,
  type RepurposeSource,
  type RepurposeTarget,
  type RepurposeWish,
  repurposePaths,
  repurposePlatforms,
} from "#schema/repurpose.ts";
import { socialPlatforms } from "#schema/social.ts";

const names: Record<RepurposeTarget, string> = {
  social_post: "Post",
  carousel: "Carousel",
  thread: "Thread on X",
  email_newsletter: "Newsletter",
  landing_page: "Landing page",
  ad_copy: "Ads",
};
const adPlaces = { google_ads: "Google", meta_ads: "Meta", linkedin_ads: "LinkedIn" };

function placeOf(platform: RepurposePlatform): string {
  return platform in adPlaces
    ? adPlaces[platform as keyof typeof adPlaces]
    : socialPlatforms[platform as keyof typeof socialPlatforms].label;
}

/** What a target is called. */
export function nameOf({ type, platform }: { type: RepurposeTarget; platform?: RepurposePlatform | null }): string {
  if (!platform || type === "thread") return names[type];
  return `${names[type]} on ${placeOf(platform)}`;
}

export interface Choice {
  key: string;
  label: string;
  wish: RepurposeWish;
}

/** What can be made of a kind of text, kind by kind; a kind that goes to several places has a choice for each. */
export function choicesOf(source: RepurposeSource): { title: string; choices: Choice[] }[] {
  return repurposePaths[source].map((type) => ({
    title: names[type],
    choices: (repurposePlatforms[type] ?? [undefined]).map((platform) => ({
      key: platform ? `${type}/${platform}` : type,
      label: platform ? placeOf(platform) : names[type],
      wish: platform ? { type, platform } : { type },
    })),
  }));
}
