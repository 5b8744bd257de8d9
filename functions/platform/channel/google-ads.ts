import * as z from "zod";
import { resting } from "./ad-money.ts";
import { type Call, callOf, declined, missing, unanswered, unseen, untested, wordsOf } from "./api.ts";
import { googleError } from "./business-profile.ts";
import { googleAdsHeaders, googleAdsVersion } from "./home.ts";
import type {
  AdLine,
  AdsPayload,
  ChannelAdapter,
  CheckResult,
  PayloadIssue,
  PostResult,
  PublishAttempt,
  TokenAccount,
} from "./types.ts";

const Made = z.object({
  mutateOperationResponses: z.array(z.record(z.string(), z.object({ resourceName: z.string().optional() }))),
});
const Found = z.object({
  results: z
    .array(
      z.object({
        adGroupAd: z.object({
          resourceName: z.string(),
          ad: z.object({
            responsiveSearchAd: z.object({ headlines: z.array(z.object({ text: z.string() })).default([]) }).optional(),
          }),
        }),
      }),
    )
    .default([]),
});

/** A Google Ads account: one request makes a campaign, its group and its ad, all of them paused. */
export function googleAdsChannel(account: TokenAccount): ChannelAdapter<AdsPayload> {
  const { call, customer } = googleAdsCall(account);
  const { id } = account;
  return {
    capabilities: () => ({
      formats: ["ads"],
      textMax: 90,
      media: { featuredImage: false },
      drafts: true,
      listingComplete: true,
      requestsPerMinuteMax: 60,
    }),
    validate: ({ search }) => validate(search),
    post: (attempt) => post(call, customer, attempt),
    check: (attempt) => check(call, customer, attempt).catch(unseen),
    test: async () => {
      try {
        const answer = await search(call, customer, "SELECT customer.id FROM customer");
        return answer.status === 200 ? { ok: true, title: id, roles: [] } : { ok: false, ...googleError(answer) };
      } catch (error) {
        return untested(error);
      }
    },
  };
}

/** The Google Ads API as an account, and the customer it speaks for. */
export function googleAdsCall({ id, accessToken, managerId }: TokenAccount): { call: Call; customer: string } {
  const call = callOf("google-ads", accessToken, googleAdsHeaders(managerId));
  return { call, customer: `customers/${id.replaceAll("-", "")}` };
}

function validate(search: AdsPayload["search"]): PayloadIssue<AdsPayload>[] {
  if (!search) return [{ field: "search", code: "required", text: "Google Ads takes search ads." }];
  const { headlines, descriptions } = search;
  const counts =
    headlines.length >= 3 && headlines.length <= 15 && descriptions.length >= 2 && descriptions.length <= 4;
  if (!counts)
    return [{ field: "search", code: "bad_format", text: "An ad has 3 to 15 headlines and 2 to 4 descriptions." }];
  const isLong = headlines.some(({ text }) => text.length > 30) || descriptions.some(({ text }) => text.length > 90);
  return isLong
    ? [{ field: "search", code: "text_too_long", text: "A headline has 30 characters, a description 90." }]
    : [];
}

/** A name that no other attempt has, so that what was made of it is found again. */
export const nameOf = ({ key, payload }: PublishAttempt<AdsPayload>): string => `${payload.title} [${key.slice(0, 8)}]`;

async function post(call: Call, customer: string, attempt: PublishAttempt<AdsPayload>): Promise<PostResult> {
  const { search, finalUrl } = attempt.payload;
  const name = nameOf(attempt);
  const [budget, campaign, group] = ["campaignBudgets/-1", "campaigns/-2", "adGroups/-3"].map(
    (path) => `${customer}/${path}`,
  );
  const [path1, path2] = search?.paths ?? [];
  const assets = (lines: readonly AdLine[], kind: string) =>
    lines.map(({ text, pin }) => ({ text, ...(pin ? { pinnedField: `${kind}_${pin}` } : {}) }));
  const mutateOperations = [
    {
      campaignBudgetOperation: {
        create: { resourceName: budget, name, amountMicros: String(resting.google_ads), explicitlyShared: false },
      },
    },
    {
      campaignOperation: {
        create: {
          ...{ resourceName: campaign, name, status: "PAUSED", campaignBudget: budget, manualCpc: {} },
          advertisingChannelType: "SEARCH",
          containsEuPoliticalAdvertising: "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        },
      },
    },
    {
      adGroupOperation: { create: { resourceName: group, name, campaign, status: "PAUSED", type: "SEARCH_STANDARD" } },
    },
    {
      adGroupAdOperation: {
        create: {
          ...{ adGroup: group, status: "PAUSED" },
          ad: {
            finalUrls: [finalUrl],
            responsiveSearchAd: {
              headlines: assets(search?.headlines ?? [], "HEADLINE"),
              descriptions: assets(search?.descriptions ?? [], "DESCRIPTION"),
              ...(path1 ? { path1 } : {}),
              ...(path2 ? { path2 } : {}),
            },
          },
        },
      },
    },
  ];
  try {
    const answer = await call(`${googleAdsVersion}/${customer}/googleAds:mutate`, { json: { mutateOperations } });
    if (answer.status !== 200) return declined(answer, googleError(answer));
    const made = Made.safeParse(answer.body);
    const ad = made.data?.mutateOperationResponses.at(-1)?.["adGroupAdResult"]?.resourceName;
    return ad
      ? { outcome: "accepted", providerId: ad }
      : { outcome: "unknown", reason: "Google Ads answered without naming the ad." };
  } catch (error) {
    return unanswered(error);
  }
}

/** Asks for what a query finds in an account. */
export function search(call: Call, customer: string, query: string) {
  return call(`${googleAdsVersion}/${customer}/googleAds:search`, { json: { query } });
}

/** A text as queries name it. */
export const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

async function check(call: Call, customer: string, attempt: PublishAttempt<AdsPayload>): Promise<CheckResult> {
  const answer = await search(
    call,
    customer,
    `SELECT ad_group_ad.resource_name, ad_group_ad.ad.responsive_search_ad.headlines FROM ad_group_ad WHERE campaign.name = ${quoted(nameOf(attempt))} AND ad_group_ad.status != 'REMOVED'`,
  );
  const found = Found.safeParse(answer.body);
  if (answer.status !== 200 || !found.success) return { state: "unknown", reason: googleError(answer).message };
  const [row] = found.data.results;
  if (!row) return attempt.providerId ? { state: "absent" } : missing(attempt.startedAt);
  const there = new Set(row.adGroupAd.ad.responsiveSearchAd?.headlines.map(({ text }) => wordsOf(text)));
  const isWhole = (attempt.payload.search?.headlines ?? []).every(({ text }) => there.has(wordsOf(text)));
  if (!isWhole) return { state: "pending", reason: "The ad does not have all of its headlines yet." };
  const url = `https://ads.google.com/aw/ads?ocid=${customer.split("/")[1]}`;
  return { state: "confirmed", providerId: row.adGroupAd.resourceName, url, at: new Date() };
}
