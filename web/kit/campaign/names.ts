import type { Campaign, CampaignChannel } from "#schema/campaign-plan.ts";
import { money } from "../components/format.ts";

export const typeWords: Record<Campaign["type"], string> = {
  paid_ads: "Paid ads",
  email_marketing: "E-mail",
  email_outreach: "E-mails to sites",
  social_media: "Social media",
  seo_outreach: "Links from other sites",
  review_generation: "Asking for reviews",
};

export const goalWords: Record<Campaign["goal"], string> = {
  awareness: "Become known",
  traffic: "More visits",
  leads: "More leads",
  sales: "More sales",
  retention: "Keep customers",
  reviews: "More reviews",
};

export const channelWords: Record<CampaignChannel, string> = {
  google_ads: "Google Ads",
  meta_ads: "Meta Ads",
  linkedin_ads: "LinkedIn Ads",
  email: "E-mail",
  mailchimp: "Mailchimp",
  klaviyo: "Klaviyo",
  brevo: "Brevo",
  sms: "SMS",
  whatsapp: "WhatsApp",
  instagram: "Instagram",
  facebook: "Facebook",
  linkedin: "LinkedIn",
  x: "X",
  google_business_profile: "Google Business Profile",
};

/** "Google Ads, Meta Ads". */
export function channelsOf(channels: readonly CampaignChannel[]): string {
  return channels.map((channel) => channelWords[channel]).join(", ");
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "1 Dec 2026 to 31 Jan 2027", "from 1 Dec 2026", "–". */
export function datesOf({ startsOn, endsOn }: Pick<Campaign, "startsOn" | "endsOn">): string {
  const from = startsOn && day.format(new Date(startsOn));
  const to = endsOn && day.format(new Date(endsOn));
  if (from && to) return `${from} to ${to}`;
  if (from) return `From ${from}`;
  return to ? `Until ${to}` : "–";
}

/** The budget with its currency, or a dash. */
export function budgetOf({ budget }: Pick<Campaign, "budget">): string {
  return budget ? money(budget) : "–";
}
