import type * as z from "zod";
import type { ActivityType } from "#schema/activity.ts";
import { ActivityType as Types } from "#schema/activity.ts";
import type { CampaignChannel, CampaignNeed, NeedWord } from "#schema/campaign-plan.ts";

type Word = ActivityType | z.infer<typeof NeedWord>;
const quantityMax = 30;
const ads: Partial<Record<CampaignChannel, ActivityType>> = {
  google_ads: "google_ads_copy",
  meta_ads: "meta_ads_copy",
  linkedin_ads: "linkedin_ads_copy",
};
const words: Partial<Record<Word, ActivityType>> = {
  backlink: "backlinks",
  website_audit: "site_audit",
  performance_report: "monthly_report",
};

/** The needs of a brief by the names of the catalogue, each kind once for each day. `ad_copy` is one for each channel that takes ads. */
export function namedNeeds(
  needs: readonly { activityType: Word; quantity: number; date?: string | undefined }[],
  channels: readonly CampaignChannel[],
): CampaignNeed[] {
  const named = needs.flatMap(({ activityType: word, quantity, date }) => {
    const types = word === "ad_copy" ? channels.flatMap((channel) => ads[channel] ?? []) : [words[word] ?? word];
    return types.map((type) => ({ activityType: Types.parse(type), quantity, ...(date ? { date } : {}) }));
  });
  const byKind = Map.groupBy(named, ({ activityType, date = "" }) => `${activityType} ${date}`);
  return [...byKind.values()].flatMap(([first, ...more]) => {
    const quantity = more.reduce((sum, one) => sum + one.quantity, first?.quantity ?? 0);
    return first ? [{ ...first, quantity: Math.min(quantityMax, quantity) }] : [];
  });
}

/** A piece of work of a campaign. */
export interface Piece {
  /** Its place among the needs: as long as work stands there, no other is ordered. */
  key: string;
  type: ActivityType;
  /** Its number among the pieces of its kind, and how many of those there are. */
  number: number;
  of: number;
  date?: string;
}

/** What is made of other work of the campaign itself, and of which. Texts without a cluster of keywords or a calendar are written from their subject. */
export const madeFrom: Partial<Record<ActivityType, ActivityType>> = {
  blog_post: "content_brief",
  social_video: "social_post",
};

/** The pieces that some needs ask for. What others are made from comes with them and is not made once more. */
export function piecesOf(needs: readonly CampaignNeed[]): Piece[] {
  const total = (type: ActivityType) =>
    needs.reduce((sum, { activityType, quantity }) => sum + (activityType === type ? quantity : 0), 0);
  const numbers = new Map<ActivityType, number>();
  return needs.flatMap(({ activityType: type, quantity, date }) => {
    const [product] = Object.entries(madeFrom).flatMap(([made, source]) =>
      source === type ? [made as ActivityType] : [],
    );
    const own = product ? Math.max(0, quantity - total(product)) : quantity;
    const of = product ? Math.max(0, total(type) - total(product)) : total(type);
    return Array.from({ length: own }, (): Piece => {
      const number = (numbers.get(type) ?? 0) + 1;
      numbers.set(type, number);
      return { key: `${type}/${number}`, type, number, of, ...(date ? { date } : {}) };
    });
  });
}
