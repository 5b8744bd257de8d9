import { valuesOf } from "#core/metric/figures.ts";
import { daysOf, lastDays, measuredChannels } from "#core/metric/read.ts";
import { require } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { MeasuredType } from "#schema/metric.ts";
import type { MeasuredBaseline } from "#schema/onboarding.ts";

const days = 30;

/** Which number of a channel answers which field of the baseline. */
const fields: Partial<Record<MeasuredType, Record<string, `${string}.${string}`>>> = {
  google_analytics: { sessions: "traffic.sessions", conversion_rate: "traffic.conversionRatePct" },
  google_ads: { cost: "ads.googleSpend", cost_per_conversion: "ads.googleCpa" },
  meta_ads: { cost: "ads.metaSpend", cost_per_lead: "ads.metaCpa" },
  facebook: { followers: "social.facebookFollowers", engagement_rate: "social.engagementRatePct" },
  instagram: { followers: "social.instagramFollowers" },
  linkedin: { followers: "social.linkedinFollowers" },
};

/** What connected channels counted in the last 30 days, as far as the baseline asks for it; of several channels the oldest answers. */
export async function measured(): Promise<MeasuredBaseline> {
  require("brand.read", "see what channels counted");
  return transaction(async (tx) => {
    const found = new Map<string, MeasuredBaseline["items"][number]>();
    for (const channel of await measuredChannels(tx)) {
      const wanted = Object.entries(fields[channel.type] ?? {});
      if (wanted.length === 0) continue;
      const values = valuesOf(channel.type, await daysOf(tx, channel.id, lastDays(days)));
      for (const [metric, field] of wanted) {
        const value = values.get(metric);
        if (value !== undefined && !found.has(field)) found.set(field, { field, value, channelName: channel.name });
      }
    }
    return { items: [...found.values()] };
  });
}
