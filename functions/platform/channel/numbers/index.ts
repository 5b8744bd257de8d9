import type { MeasuredType } from "#schema/metric.ts";
import { readAnalytics, readBusinessProfile, readGoogleAds, readSearchConsole } from "./google.ts";
import { readLinkedin } from "./linkedin.ts";
import { readInstagram, readMetaAds, readPage } from "./meta.ts";
import type { NumbersAccount, Reading, ReadNumbers, Span } from "./types.ts";

export type { NumbersAccount, Reading, Span } from "./types.ts";

const readers: Record<MeasuredType, ReadNumbers> = {
  google_analytics: readAnalytics,
  google_search_console: readSearchConsole,
  google_ads: readGoogleAds,
  meta_ads: readMetaAds,
  facebook: readPage,
  instagram: readInstagram,
  linkedin: readLinkedin,
  google_business_profile: readBusinessProfile,
};

/** What an account counted, day by day. Only reads. @throws ChannelError */
export function readNumbers(type: MeasuredType, account: NumbersAccount, span: Span): Promise<Reading[]> {
  return readers[type](account, span);
}
