import type { Answer, Envelope } from "#schema/agent.ts";
import type { CampaignChannel } from "#schema/campaign-plan.ts";
import type { BriefDraft, BriefInput } from "../campaign-brief-writer.ts";
import { citedOf, type Material, materialFor } from "./material.ts";
import { sectionsOf } from "./sections.ts";
import { cut, listed } from "./wording.ts";

type Goal = BriefInput["goal"];
type Type = BriefInput["allowedTypes"][number];

const aims: Record<Goal, { aim: string; kpi: string; target: number }> = {
  awareness: { aim: "make more people know", kpi: "reach", target: 5_000 },
  traffic: { aim: "bring more readers to", kpi: "visits", target: 300 },
  leads: { aim: "win enquiries for", kpi: "enquiries", target: 10 },
  sales: { aim: "win orders for", kpi: "orders", target: 10 },
  retention: { aim: "keep customers close to", kpi: "returning customers", target: 20 },
  reviews: { aim: "have more customers say in public what they think of", kpi: "reviews", target: 10 },
};
const roles: Partial<Record<CampaignChannel, string>> = {
  google_ads: "Meets people at the moment in which they search for it",
  meta_ads: "Shows it to people who have not heard of it, with a picture",
  linkedin_ads: "Reaches people by their work",
  sms: "Asks in one short line, where an answer takes a moment",
  whatsapp: "Asks where people already talk to the company",
};
const needs: Partial<Record<CampaignChannel, readonly Type[]>> = {
  google_ads: ["google_ads_copy", "landing_page"],
  meta_ads: ["meta_ads_copy"],
  linkedin_ads: ["linkedin_ads_copy"],
  email: ["email_newsletter"],
  mailchimp: ["email_newsletter"],
  klaviyo: ["email_newsletter"],
  brevo: ["email_newsletter"],
  google_business_profile: ["gbp_post"],
};
const day = 86_400_000;

/** A brief from what the company says of itself: its offer, its readers, and its own sentences as messages. */
export function composeCampaignBrief(input: BriefInput, envelope: Envelope): Answer<BriefDraft> {
  const material = materialFor(`${input.name} ${input.goal} ${input.notes ?? ""}`, envelope, { seed: input.type });
  const { aim } = aims[input.goal];
  const brand = material.brand ?? "the company";
  const objective = cut(`The campaign "${input.name}" is to ${aim} what ${brand} offers.`, 390);
  const keyMessages = messagesOf(material, envelope);
  const offer = material.offers[0] ? cut(`${material.offers[0].name}: ${material.offers[0].text}`, 290) : undefined;
  return {
    data: {
      ...{ objective, audienceSummary: audienceOf(envelope, brand), keyMessages },
      ...(offer ? { offer } : {}),
      ...{ channelPlan: channelsOf(input), timeline: timelineOf(input, envelope), contentNeeds: needsOf(input) },
      risks: risksOf(input),
    },
    citations: citedOf(material.passages, keyMessages.join("\n")),
    warnings: material.passages.length > 0 ? [] : ["No own sources were found; the messages are general."],
  };
}

function messagesOf({ passages, allowed }: Material, envelope: Envelope): string[] {
  const stated = (sectionsOf(envelope.contextFile).get("key messages") ?? "")
    .split("\n")
    .map((line) => line.replace(/^[-*]\s*/, "").trim());
  const told = passages.map(({ sentences }) => sentences[0] ?? "");
  const general = [
    "We answer what people ask before they decide.",
    "A first question costs nothing but a moment.",
    "You hear plainly what fits you and what does not.",
  ];
  const fitting = [...stated, ...told, ...general].filter((text) => text.length >= 10 && text.length <= 200);
  return [...new Set(allowed(fitting))].slice(0, 4);
}

function audienceOf({ contextFile }: Envelope, brand: string): string {
  const stated = (sectionsOf(contextFile).get("audience") ?? "").replaceAll(/\s+/g, " ").trim();
  return stated.length >= 20 ? cut(stated, 780) : `People who look for what ${brand} offers and have not yet decided.`;
}

function channelsOf({ channels, goal, budget }: BriefInput): BriefDraft["channelPlan"] {
  const { kpi, target } = aims[goal];
  const share = Math.floor(100 / channels.length);
  return channels.map((channel, at) => ({
    channel,
    role: roles[channel] ?? `Tells it to those who follow the company on ${channel.replaceAll("_", " ")}`,
    budgetSharePct: budget ? (at === 0 ? 100 - share * (channels.length - 1) : share) : 0,
    kpi,
    target: Math.max(1, Math.round(target / channels.length)),
  }));
}

function timelineOf({ startDate, endDate }: BriefInput, { now }: Envelope): BriefDraft["timeline"] {
  const starts = Date.parse(startDate ?? (endDate && endDate < now.slice(0, 10) ? endDate : now.slice(0, 10)));
  const ends = endDate ? Math.max(starts, Date.parse(endDate)) : starts + 28 * day;
  const at = (share: number) =>
    new Date(starts + Math.floor(((ends - starts) * share) / day) * day).toISOString().slice(0, 10);
  return [
    { date: at(0), milestone: "Everything is approved and the campaign begins" },
    { date: at(0.5), milestone: "The first results are read and the weakest part is changed" },
    { date: at(1), milestone: "The results are held against the targets" },
  ];
}

function needsOf({ channels, allowedTypes }: BriefInput): BriefDraft["contentNeeds"] {
  const wanted = channels.flatMap((channel) => needs[channel] ?? []);
  const types = [...new Set([...wanted, "blog_post" as const])].filter((type) => allowedTypes.includes(type));
  const kept = types.length > 0 ? types : allowedTypes.slice(0, 1);
  return kept.map((activityType) => ({ activityType, quantity: activityType === "gbp_post" ? 4 : 1 }));
}

function risksOf({ channels, budget, endDate }: BriefInput): string[] {
  return [
    ...(budget ? [] : ["There is no budget, so reach depends on those who already follow the company."]),
    ...(channels.length > 2 ? [`Work is spread over ${listed(channels.map((one) => one.replaceAll("_", " ")))}.`] : []),
    ...(endDate ? [] : ["Without an end nobody is forced to look at the results."]),
    "Earlier results were not given, so the targets are guesses that the first weeks correct.",
  ];
}
