import * as z from "zod";
import { googleAdsHeaders, googleAdsVersion } from "../home.ts";
import { ask } from "./api.ts";
import { type NumbersAccount, type Reading, type ReadNumbers, readings, type Span } from "./types.ts";

const rowsMax = 50_000;
const Numeric = z.union([z.string(), z.number()]);

const Report = z.object({
  rows: z
    .array(
      z.object({
        dimensionValues: z.array(z.object({ value: z.string() })),
        metricValues: z.array(z.object({ value: z.string() })),
      }),
    )
    .default([]),
});
const sessionNumbers = {
  sessions: "sessions",
  users: "totalUsers",
  new_users: "newUsers",
  engaged_sessions: "engagedSessions",
  conversions: "keyEvents",
};
const partNumbers = { sessions: "sessions", engaged_sessions: "engagedSessions", conversions: "keyEvents" };

/** The property's days, and those of its sources and landing pages. */
export const readAnalytics: ReadNumbers = async (account, span) => [
  ...(await report(account, span, sessionNumbers)),
  ...(await report(account, span, partNumbers, { kind: "source", name: "sessionSourceMedium" })),
  ...(await report(account, span, partNumbers, { kind: "page", name: "landingPage" })),
];

async function report(
  { id, accessToken }: NumbersAccount,
  { from, to }: Span,
  wanted: Record<string, string>,
  part?: { kind: string; name: string },
): Promise<Reading[]> {
  const names = Object.keys(wanted);
  const { rows } = await ask("analytics", `/v1beta/properties/${encodeURIComponent(id)}:runReport`, {
    token: accessToken,
    json: {
      dateRanges: [{ startDate: from, endDate: to }],
      dimensions: [{ name: "date" }, ...(part ? [{ name: part.name }] : [])],
      metrics: Object.values(wanted).map((name) => ({ name })),
      limit: String(rowsMax),
    },
    answer: Report,
  });
  return rows.flatMap(({ dimensionValues: [day, of], metricValues }) => {
    const on = (day?.value ?? "").replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
    const values = Object.fromEntries(names.map((name, at) => [name, metricValues[at]?.value]));
    return readings(on, part ? `${part.kind}:${of?.value ?? ""}` : "", values);
  });
}

const SearchRows = z.object({
  rows: z
    .array(z.object({ keys: z.array(z.string()), clicks: z.number(), impressions: z.number(), position: z.number() }))
    .default([]),
});

/** The site's days in search, and those of its queries and pages. */
export const readSearchConsole: ReadNumbers = async (account, span) => [
  ...(await searches(account, span)),
  ...(await searches(account, span, "query")),
  ...(await searches(account, span, "page")),
];

async function searches({ id, accessToken }: NumbersAccount, { from, to }: Span, part?: "query" | "page") {
  const { rows } = await ask("search-console", `/webmasters/v3/sites/${encodeURIComponent(id)}/searchAnalytics/query`, {
    token: accessToken,
    json: { startDate: from, endDate: to, dimensions: part ? ["date", part] : ["date"], rowLimit: 25_000 },
    answer: SearchRows,
  });
  return rows.flatMap(({ keys: [on = "", of = ""], clicks, impressions, position }) =>
    readings(on, part ? `${part}:${of}` : "", { clicks, impressions, position }),
  );
}

const AdPages = z.array(
  z.object({
    results: z
      .array(
        z.object({
          campaign: z.object({ name: z.string() }).optional(),
          segments: z.object({ date: z.string() }),
          metrics: z.object({
            impressions: Numeric.default(0),
            clicks: Numeric.default(0),
            costMicros: Numeric.default(0),
            conversions: Numeric.default(0),
            conversionsValue: Numeric.default(0),
          }),
        }),
      )
      .default([]),
  }),
);
const adFields =
  "segments.date, metrics.impressions, metrics.clicks, metrics.cost_micros, metrics.conversions, metrics.conversions_value";

/** The account's days, and those of its campaigns. */
export const readGoogleAds: ReadNumbers = async (account, span) => [
  ...(await ads(account, span, "customer")),
  ...(await ads(account, span, "campaign")),
];

async function ads(
  { id, accessToken, managerId }: NumbersAccount,
  { from, to }: Span,
  resource: "customer" | "campaign",
) {
  const fields = resource === "campaign" ? `campaign.name, ${adFields}` : adFields;
  const pages = await ask(
    "google-ads",
    `${googleAdsVersion}/customers/${id.replaceAll("-", "")}/googleAds:searchStream`,
    {
      token: accessToken,
      headers: googleAdsHeaders(managerId),
      json: { query: `SELECT ${fields} FROM ${resource} WHERE segments.date BETWEEN '${from}' AND '${to}'` },
      answer: AdPages,
    },
  );
  return pages.flatMap(({ results }) =>
    results.flatMap(({ campaign, segments, metrics }) =>
      readings(segments.date, campaign ? `campaign:${campaign.name}` : "", {
        ...{ impressions: metrics.impressions, clicks: metrics.clicks, cost: Number(metrics.costMicros) / 1_000_000 },
        ...{ conversions: metrics.conversions, conversion_value: metrics.conversionsValue },
      }),
    ),
  );
}

const views = {
  BUSINESS_IMPRESSIONS_DESKTOP_SEARCH: "views_search",
  BUSINESS_IMPRESSIONS_MOBILE_SEARCH: "views_search",
  BUSINESS_IMPRESSIONS_DESKTOP_MAPS: "views_maps",
  BUSINESS_IMPRESSIONS_MOBILE_MAPS: "views_maps",
  CALL_CLICKS: "calls",
  BUSINESS_DIRECTION_REQUESTS: "direction_requests",
  WEBSITE_CLICKS: "website_clicks",
} as const;
const Performance = z.object({
  multiDailyMetricTimeSeries: z
    .array(
      z.object({
        dailyMetricTimeSeries: z.array(
          z.object({
            dailyMetric: z.string(),
            timeSeries: z.object({
              datedValues: z
                .array(
                  z.object({
                    date: z.object({ year: z.number(), month: z.number(), day: z.number() }),
                    value: z.string().default("0"),
                  }),
                )
                .default([]),
            }),
          }),
        ),
      }),
    )
    .default([]),
});

/** The location's days in search and maps. */
export const readBusinessProfile: ReadNumbers = async ({ id, accessToken }, { from, to }) => {
  const query = new URLSearchParams(Object.keys(views).map((name) => ["dailyMetrics", name]));
  for (const [end, day] of [
    ["start_date", from],
    ["end_date", to],
  ] as const)
    for (const [at, part] of ["year", "month", "day"].entries())
      query.set(`dailyRange.${end}.${part}`, String(Number(day.split("-")[at])));
  const location = encodeURIComponent(id.split("/").at(-1) ?? id);
  const answer = await ask("business-profile-numbers", `/v1/locations/${location}:fetchMultiDailyMetricsTimeSeries`, {
    token: accessToken,
    query,
    answer: Performance,
  });
  const sums = new Map<string, Reading>();
  for (const { dailyMetricTimeSeries } of answer.multiDailyMetricTimeSeries)
    for (const { dailyMetric, timeSeries } of dailyMetricTimeSeries) {
      const metric = views[dailyMetric as keyof typeof views];
      if (!metric) continue;
      for (const { date, value } of timeSeries.datedValues) {
        const on = [date.year, date.month, date.day].map((part) => String(part).padStart(2, "0")).join("-");
        const known = sums.get(`${metric} ${on}`) ?? { on, metric, dimension: "", value: 0 };
        sums.set(`${metric} ${on}`, { ...known, value: known.value + Number(value) });
      }
    }
  return [...sums.values()];
};
