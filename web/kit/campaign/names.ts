import type { Campaign, CampaignChannel } from "#schema/campaign-plan.ts";
import { daySpan, fullDay, money } from "../components/format.ts";

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

/** "9 Nov to 21 Dec 2026", "From 1 Dec 2026", "–". */
export function datesOf({ startsOn, endsOn }: Pick<Campaign, "startsOn" | "endsOn">): string {
  if (startsOn && endsOn) return daySpan(startsOn, endsOn);
  if (startsOn) return `From ${fullDay(startsOn)}`;
  return endsOn ? `Until ${fullDay(endsOn)}` : "–";
}

/** The budget with its currency, or a dash. */
export function budgetOf({ budget }: Pick<Campaign, "budget">): string {
  return budget ? money(budget) : "–";
}
