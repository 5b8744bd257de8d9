import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

/** The kinds of channel whose numbers are read day by day. */
export const MeasuredType = z.enum([
  "google_analytics",
  "google_search_console",
  "google_ads",
  "meta_ads",
  "facebook",
  "instagram",
  "linkedin",
  "google_business_profile",
]);
export type MeasuredType = z.infer<typeof MeasuredType>;
/** The kinds of account that a token opens: what connectors publish to is among them. */
export const AccountType = z.enum([...MeasuredType.options, "linkedin_ads"]);

export const MetricUnit = z.enum(["count", "percent", "money", "position", "ratio"]);
export type MetricUnit = z.infer<typeof MetricUnit>;

/** A number as a channel gives it for a day, and how days join to a longer time. */
export interface Measured {
  unit: MetricUnit;
  join: "sum" | "mean" | "last";
}
/** A number that is made of two others; its share of days is never averaged. */
export interface Derived {
  unit: MetricUnit;
  of: string;
  per: string;
  times: number;
}

const count = { unit: "count", join: "sum" } as const;
const standing = { unit: "count", join: "last" } as const;
const money = { unit: "money", join: "sum" } as const;
const share = (of: string, per: string): Derived => ({ unit: "percent", of, per, times: 100 });
const price = (per: string): Derived => ({ unit: "money", of: "cost", per, times: 1 });
const ctr = share("clicks", "impressions");

/** What is known of each kind of channel. */
export const metricsOf: Record<MeasuredType, { measured: Record<string, Measured>; derived: Record<string, Derived> }> =
  {
    google_analytics: {
      measured: { sessions: count, users: count, new_users: count, engaged_sessions: count, conversions: count },
      derived: {
        engagement_rate: share("engaged_sessions", "sessions"),
        conversion_rate: share("conversions", "sessions"),
      },
    },
    google_search_console: {
      measured: { clicks: count, impressions: count, position: { unit: "position", join: "mean" } },
      derived: { ctr },
    },
    google_ads: {
      measured: { impressions: count, clicks: count, cost: money, conversions: count, conversion_value: money },
      derived: {
        ctr,
        cost_per_conversion: price("conversions"),
        roas: { unit: "ratio", of: "conversion_value", per: "cost", times: 1 },
      },
    },
    meta_ads: {
      measured: { impressions: count, reach: count, clicks: count, cost: money, leads: count },
      derived: {
        ctr,
        frequency: { unit: "ratio", of: "impressions", per: "reach", times: 1 },
        cost_per_lead: price("leads"),
      },
    },
    facebook: {
      measured: { followers: standing, reach: count, impressions: count, engagements: count },
      derived: { engagement_rate: share("engagements", "impressions") },
    },
    instagram: {
      measured: {
        followers: standing,
        reach: count,
        impressions: count,
        saves: count,
        profile_visits: count,
        engagements: count,
      },
      derived: { engagement_rate: share("engagements", "impressions") },
    },
    linkedin: {
      measured: { followers: standing, impressions: count, clicks: count, engagements: count },
      derived: { engagement_rate: share("engagements", "impressions") },
    },
    google_business_profile: {
      measured: {
        views_search: count,
        views_maps: count,
        calls: count,
        direction_requests: count,
        website_clicks: count,
      },
      derived: {},
    },
  };

/** Numbers of which less is better. */
export const lowerIsBetter: ReadonlySet<string> = new Set([
  "position",
  "cost_per_conversion",
  "cost_per_lead",
  "bounce_rate",
  "issues_critical",
  "issues_warning",
]);

/** Of what numbers are also kept for parts: the kind of part goes before its name, as in `query:lamps`. */
export const dimensionMax = 200;
/** A first look goes back so many days; later ones read the last three again, since providers correct them. */
export const firstDays = 190;
export const againDays = 3;
/** Numbers are read anew once a day. */
export const syncHours = 22;

export const SyncErrorCode = z.enum([
  "auth_expired",
  "permission",
  "rate_limited",
  "target_gone",
  "provider_down",
  "bad_request",
  "other",
]);
export type SyncErrorCode = z.infer<typeof SyncErrorCode>;

export const ConnectAccount = z.strictObject({
  type: AccountType,
  name: z.string().trim().min(1).max(120),
  accountId: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe("property, site, page, location or account, as its provider names it"),
  accessToken: z.string().min(8).max(2_000),
});

export const AnalyticsQuery = z.strictObject({ from: z.iso.date(), to: z.iso.date() });

/** A number of a channel over a time, beside the same time before. Null where nothing was measured. */
export const Figure = z.object({
  name: z.string(),
  unit: MetricUnit,
  current: z.number().nullable(),
  previous: z.number().nullable(),
  changePct: z.number().nullable(),
});
export type Figure = z.infer<typeof Figure>;

export const ChannelAnalytics = z.object({
  channelId: id("channel"),
  type: z.string(),
  from: z.string(),
  to: z.string(),
  lastSyncAt: Time.nullable(),
  syncErrorCode: SyncErrorCode.nullable(),
  figures: z.array(Figure),
  series: z.array(
    z.object({
      name: z.string(),
      days: z.array(z.object({ on: z.string(), value: z.number().nullable().describe("null: not measured, never 0") })),
    }),
  ),
});
export type ChannelAnalytics = z.infer<typeof ChannelAnalytics>;
