import * as z from "zod";
import { graphVersion } from "../home.ts";
import type { ChannelErrorCode } from "../types.ts";
import { ask } from "./api.ts";
import { type NumbersAccount, type Reading, type ReadNumbers, readings, type Span } from "./types.ts";

/** The Graph API gives figures of pages for at most so many days at once. */
const daysMax = 90;
const pagesMax = 40;
const dayMs = 86_400_000;

const Insights = z.object({
  data: z.array(
    z.object({ name: z.string(), values: z.array(z.object({ value: z.number(), end_time: z.string() })).default([]) }),
  ),
});

const ofPage = {
  page_follows: "followers",
  page_impressions_unique: "reach",
  page_impressions: "impressions",
  page_post_engagements: "engagements",
};
const ofInstagram = {
  follower_count: "followers",
  reach: "reach",
  views: "impressions",
  saves: "saves",
  profile_views: "profile_visits",
  total_interactions: "engagements",
};

/** The days of a Facebook page. */
export const readPage: ReadNumbers = (account, span) => insights(account, span, ofPage);

/** The days of an Instagram account. */
export const readInstagram: ReadNumbers = (account, span) => insights(account, span, ofInstagram);

async function insights({ id, accessToken }: NumbersAccount, span: Span, names: Record<string, string>) {
  const found: Reading[] = [];
  for (const { from, to } of pieces(span)) {
    const { data } = await ask("meta", `${graphVersion}/${encodeURIComponent(id)}/insights`, {
      token: accessToken,
      query: new URLSearchParams({ metric: Object.keys(names).join(","), period: "day", since: from, until: to }),
      answer: Insights,
      codeOf,
    });
    for (const { name, values } of data)
      for (const { value, end_time } of values)
        found.push(...readings(end_time.slice(0, 10), "", { [names[name] ?? name]: value }));
  }
  return found;
}

const Numeric = z.union([z.string(), z.number()]);
const AdRows = z.object({
  data: z.array(
    z.object({
      campaign_name: z.string().optional(),
      date_start: z.string(),
      impressions: Numeric.default(0),
      reach: Numeric.default(0),
      clicks: Numeric.default(0),
      spend: Numeric.default(0),
      actions: z.array(z.object({ action_type: z.string(), value: Numeric })).default([]),
    }),
  ),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
});

/** The days of an ad account, and those of its campaigns. */
export const readMetaAds: ReadNumbers = async (account, span) => [
  ...(await ads(account, span, "account")),
  ...(await ads(account, span, "campaign")),
];

async function ads({ id, accessToken }: NumbersAccount, { from, to }: Span, level: "account" | "campaign") {
  const found: Reading[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await ask("meta", `${graphVersion}/${encodeURIComponent(id)}/insights`, {
      token: accessToken,
      query: new URLSearchParams({
        ...{ level, time_range: JSON.stringify({ since: from, until: to }), time_increment: "1", limit: "500" },
        fields: `impressions,reach,clicks,spend,actions${level === "campaign" ? ",campaign_name" : ""}`,
        ...(after ? { after } : {}),
      }),
      answer: AdRows,
      codeOf,
    });
    for (const { campaign_name, date_start, impressions, reach, clicks, spend: cost, actions } of answer.data) {
      const leads = actions.find(({ action_type }) => action_type === "lead")?.value ?? 0;
      const values = { impressions, reach, clicks, cost, leads };
      found.push(...readings(date_start, campaign_name ? `campaign:${campaign_name}` : "", values));
    }
    after = answer.paging?.next ? answer.paging.cursors?.after : undefined;
    if (!after) return found;
  }
  return found;
}

function pieces({ from, to }: Span): Span[] {
  const list: Span[] = [];
  const last = Date.parse(to);
  for (let at = Date.parse(from); at <= last; at += daysMax * dayMs)
    list.push({ from: dayOf(at), to: dayOf(Math.min(last, at + (daysMax - 1) * dayMs)) });
  return list;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

// The Graph API says with a code of its own what its statuses leave open.
function codeOf(_status: number, body: unknown): ChannelErrorCode | undefined {
  const parsed = z.object({ error: z.object({ code: z.number() }) }).safeParse(body);
  if (!parsed.success) return undefined;
  const { code } = parsed.data.error;
  if (code === 190) return "auth_expired";
  if (code === 4 || code === 17 || code === 32) return "rate_limited";
  return code === 10 || (code >= 200 && code < 300) ? "permission" : undefined;
}
