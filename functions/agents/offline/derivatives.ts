import type { Answer, Envelope } from "#schema/agent.ts";
import { CarouselPlatform } from "#schema/repurpose.ts";
import { SocialPlatform } from "#schema/social.ts";
import { linkedinLimits, metaLimits } from "#schema/wording.ts";
import type { RepurposeInput } from "../content-repurposer.ts";
import type { Derivative, Derivatives } from "../descriptor/derivative.ts";
import { composeEmail } from "./email.ts";
import { composePage } from "./page.ts";
import { composeCarousel, composePost, composeThread } from "./retold.ts";
import { composeSearchAd } from "./search-ad.ts";
import { composeVariants } from "./variants.ts";
import { cut } from "./wording.ts";

/** Each target is composed as its own writer would, with the source as the only document. */
export function composeDerivatives(input: RepurposeInput, envelope: Envelope): Answer<Derivatives> {
  const { sourceTitle, sourceContent, batchId } = input;
  const text = sourceContent.replaceAll(/^#{1,6}\s+/gm, "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  const chunk = { chunkId: batchId, fileName: sourceTitle, text, score: 1, trust: "own" as const };
  const alone: Envelope = { ...envelope, chunks: [chunk] };
  const derivatives = input.targetFormats.map((target) => composeOne(target, input, alone));
  return { data: { derivatives }, citations: [], warnings: [] };
}

function composeOne(
  { type, platform, activityId }: RepurposeInput["targetFormats"][number],
  input: RepurposeInput,
  envelope: Envelope,
): Derivative {
  const { criticIssues, keywords, websiteUrl, revisionNotes } = input;
  const again = { criticIssues, ...(revisionNotes ? { revisionNotes } : {}) };
  const topic = cut(input.sourceTitle, 200);
  const campaign = { ...again, campaignName: cut(input.sourceTitle, 100), landingPageUrl: websiteUrl ?? "" };
  if (type === "email_newsletter") {
    const links = websiteUrl ? [websiteUrl] : [];
    const goal = { campaignGoal: "educational" as const, targetSegment: "all" };
    return {
      activityId,
      type,
      content: composeEmail({ ...again, ...goal, topic, links, sequence: 1, previousTexts: [] }, envelope).data,
    };
  }
  if (type === "social_post") {
    const place = SocialPlatform.catch("facebook").parse(platform);
    return { activityId, type, platform: place, content: composePost({ ...input, platform: place }, envelope) };
  }
  if (type === "carousel") {
    const place = CarouselPlatform.catch("instagram").parse(platform);
    return { activityId, type, platform: place, content: composeCarousel({ ...input, platform: place }, envelope) };
  }
  if (type === "thread") return { activityId, type, platform: "x", content: composeThread(input, envelope) };
  if (type === "landing_page") {
    const asked = { ...again, offer: topic, audience: "", proof: [], sequence: 1, previousTexts: [] };
    return { activityId, type, content: composePage(asked, envelope).data };
  }
  if (platform === "meta_ads" || platform === "linkedin_ads") {
    const asked = { ...campaign, objective: "traffic" as const, audience: "", offer: topic, angles: 3 };
    const limits = platform === "meta_ads" ? metaLimits : linkedinLimits;
    return { activityId, type, platform, content: composeVariants(asked, envelope, limits).data };
  }
  const asked = { ...campaign, campaignGoal: "traffic" as const, targetKeywords: keywords, existingAds: [] };
  return { activityId, type, platform: "google_ads", content: composeSearchAd(asked, envelope).data };
}
