import {
  type RepurposePlatform,
  type RepurposeSource,
  type RepurposeTarget,
  type RepurposeWish,
  repurposePaths,
  repurposePlatforms,
} from "#schema/repurpose.ts";

const names: Record<RepurposeTarget, string> = {
  social_post: "Post",
  carousel: "Carousel",
  thread: "Thread on X",
  email_newsletter: "Newsletter",
  landing_page: "Landing page",
  ad_copy: "Ads",
};
const places: Record<RepurposePlatform, string> = {
  instagram: "Instagram",
  facebook: "Facebook",
  linkedin: "LinkedIn",
  x: "X",
  tiktok: "TikTok",
  pinterest: "Pinterest",
  google_ads: "Google",
  meta_ads: "Meta",
  linkedin_ads: "LinkedIn",
};

/** What a target is called. */
export function nameOf({ type, platform }: { type: RepurposeTarget; platform?: RepurposePlatform | null }): string {
  if (!platform || type === "thread") return names[type];
  return `${names[type]} on ${places[platform]}`;
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
      label: platform ? places[platform] : names[type],
      wish: platform ? { type, platform } : { type },
    })),
  }));
}
