import { isResult, missing, unanswered, unread } from "./api.ts";
import { nameOf } from "./google-ads.ts";
import type { AdsPayload, ChannelAdapter, CheckResult, PayloadIssue, PostResult, PublishAttempt } from "./types.ts";

/** A thing of an ad account, by the name it was made with. */
export interface Named {
  id: string;
  name: string;
}

/** How a provider keeps the tree of an ad account: a campaign, below it a set, below it one ad for each variant. */
export interface AdsTree {
  listCampaigns(): Promise<Named[] | PostResult>;
  listSets(campaign: string): Promise<Named[] | PostResult>;
  listAds(set: string): Promise<Named[] | PostResult>;
  makeCampaign(name: string, payload: AdsPayload): Promise<string | PostResult>;
  makeSet(name: string, campaign: string, payload: AdsPayload): Promise<string | PostResult>;
  makeAd(
    name: string,
    set: string,
    variant: AdsPayload["variants"][number],
    payload: AdsPayload,
  ): Promise<string | PostResult>;
  address(campaign: string): string;
}

const adNameOf = (name: string, at: number): string => `${name} ${at + 1}`;

/**
 * Puts a set of variants into an account, paused. Everything is looked for by its name before it is made: whatever an earlier try
 * has left is completed, never made twice.
 */
export async function plant(tree: AdsTree, attempt: PublishAttempt<AdsPayload>): Promise<PostResult> {
  const { payload } = attempt;
  const name = nameOf(attempt);
  try {
    const campaign = await one(await tree.listCampaigns(), name, () => tree.makeCampaign(name, payload));
    if (isResult(campaign)) return campaign;
    const set = await one(await tree.listSets(campaign), name, () => tree.makeSet(name, campaign, payload));
    if (isResult(set)) return set;
    const ads = await tree.listAds(set);
    if (isResult(ads)) return ads;
    for (const [at, variant] of payload.variants.entries()) {
      const adName = adNameOf(name, at);
      const ad = await one(ads, adName, () => tree.makeAd(adName, set, variant, payload));
      if (isResult(ad)) return ad;
    }
    return { outcome: "accepted", providerId: campaign, url: tree.address(campaign) };
  } catch (error) {
    return unanswered(error);
  }
}

/** Reads the tree back: the campaign with its set and an ad for each variant. */
export async function readBack(tree: AdsTree, attempt: PublishAttempt<AdsPayload>): Promise<CheckResult> {
  const name = nameOf(attempt);
  const campaigns = await tree.listCampaigns();
  if (isResult(campaigns)) return unread(campaigns);
  const campaign = campaigns.find((one) => one.name === name);
  if (!campaign) return attempt.providerId ? { state: "absent" } : missing(attempt.startedAt);
  const sets = await tree.listSets(campaign.id);
  if (isResult(sets)) return unread(sets);
  const set = sets.find((one) => one.name === name);
  const ads = set ? await tree.listAds(set.id) : [];
  if (isResult(ads)) return unread(ads);
  const there = new Set(ads.map((ad) => ad.name));
  const isWhole = attempt.payload.variants.every((_, at) => there.has(adNameOf(name, at)));
  if (!isWhole) return missing(attempt.startedAt);
  return { state: "confirmed", providerId: campaign.id, url: tree.address(campaign.id), at: new Date() };
}

/** What the accounts of variants have in common. */
export const variantsOnly: Pick<ChannelAdapter<AdsPayload>, "capabilities" | "validate"> = {
  capabilities: () => ({
    formats: ["ads"],
    textMax: 3_000,
    media: { featuredImage: false },
    drafts: true,
    listingComplete: true,
    requestsPerMinuteMax: 60,
  }),
  validate: ({ variants }): PayloadIssue<AdsPayload>[] =>
    variants.length === 0
      ? [{ field: "variants", code: "required", text: "The account takes ads with variants." }]
      : [],
};

async function one(
  known: Named[] | PostResult,
  name: string,
  make: () => Promise<string | PostResult>,
): Promise<string | PostResult> {
  if (isResult(known)) return known;
  return known.find((item) => item.name === name)?.id ?? make();
}
