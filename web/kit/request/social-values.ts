import type { SocialPost, SocialRequestInput } from "#schema/social.ts";

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
  wantedOn: string;
}

export const emptySocial: SocialValues = {
  topic: "",
  brief: "",
  audience: "",
  platforms: [],
  pictures: "usual",
  wantedOn: "",
};

export const networks: { value: Platform; label: string; usual: "picture" | "text"; takes: readonly Pictures[] }[] = [
  { value: "linkedin", label: "LinkedIn", usual: "text", takes: ["usual", "picture", "text"] },
  { value: "facebook", label: "Facebook", usual: "picture", takes: ["usual", "picture", "text"] },
  { value: "instagram", label: "Instagram", usual: "picture", takes: ["usual", "picture"] },
  { value: "x", label: "X", usual: "text", takes: ["usual", "picture", "text"] },
  { value: "tiktok", label: "TikTok", usual: "picture", takes: ["usual"] },
  { value: "pinterest", label: "Pinterest", usual: "picture", takes: ["usual", "picture"] },
];

/** What is sent: empty fields are left out. */
export function inputOf(values: SocialValues): Omit<SocialRequestInput, "count" | "mediaIds"> {
  const { topic, brief, audience, platforms, wantedOn } = values;
  return {
    topic: topic.trim(),
    platforms,
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
  const misfit = networks.find(({ value, takes }) => platforms.includes(value) && !takes.includes(wanted));
  if (misfit) problems["pictures"] = `${misfit.label} does not take that form.`;
  return problems;
}

/** How many of the posts have a picture made for them. */
export function picturedOf({ platforms, pictures: wanted }: SocialValues): number {
  if (wanted === "text") return 0;
  return networks.filter(
    ({ value, usual }) => platforms.includes(value) && (wanted === "picture" || usual === "picture"),
  ).length;
}
