import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { daysBetween, figureOf } from "./days.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { type StandingCampaign as Campaign, googleAdsPushes } from "./google-ads-push.ts";
import { googleError, googleToken } from "./google-shape.ts";
import { openShelf } from "./shelf.ts";
import { currencyOf, simulate, textIn } from "./simulate.ts";

interface Operation {
  create?: Partial<Campaign>;
  update?: Partial<Campaign> & { resourceName?: string };
}

/** A campaign has so many times less of everything than the account, however many of them are asked for. */
const campaignShare = 4;
const metrics = { impressions: "12400", clicks: "310", costMicros: "148000000", conversions: 12, ctr: 0.025 };
const resources: Record<string, object> = {
  customer: { customer: { id: "1234567890", descriptiveName: "Harbor & Pine", currencyCode: "EUR" } },
  ad_group: { adGroup: { resourceName: "customers/1234567890/adGroups/501", id: "501", name: "Pour over" }, metrics },
  keyword_view: { adGroupCriterion: { keyword: { text: "fresh coffee beans", matchType: "PHRASE" } }, metrics },
};
const manager = { id: "9876543210", descriptiveName: "Northlight agency", manager: true };
/** What the agency's own account shows: itself, and those that it looks after. */
const managed = (query: string): object[] =>
  /\bFROM\s+customer_client\b/i.test(query)
    ? [{ customerClient: { id: "2345678901", descriptiveName: "Solvane", manager: false } }]
    : [{ customer: manager }];
const searched = [
  { term: "coffee beans near me", impressions: 1240, clicks: 96, costMicros: 41_000_000, conversions: 7 },
  { term: "pour over set", impressions: 610, clicks: 44, costMicros: 17_500_000, conversions: 3 },
  { term: "free coffee", impressions: 980, clicks: 71, costMicros: 29_300_000, conversions: 0 },
  { term: "coffee shop jobs", impressions: 450, clicks: 38, costMicros: 12_100_000, conversions: 0 },
  { term: "single origin espresso", impressions: 120, clicks: 5, costMicros: 2_400_000, conversions: 0 },
].map(({ term, ...figures }) => ({
  searchTermView: { searchTerm: term, status: "NONE" },
  adGroup: { id: "501", name: "Pour over" },
  metrics: Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, name === "conversions" ? value : String(value)]),
  ),
}));

const customerIn = (row: object): object => ("customer" in row ? (row.customer as object) : {});

/** Queries and campaign changes of the Google Ads REST API, below `/google-ads/v<n>`. */
export function googleAdsSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const campaigns = openShelf<Campaign>(dataDir, "google-ads-campaigns");
  if (campaigns.list().length === 0) campaigns.put({ id: "401", name: "Brand search", status: "ENABLED" });
  const pushes = googleAdsPushes(dataDir, campaigns);
  const found = (query: string): object[] | undefined => {
    const from = /\bFROM\s+(\w+)/i.exec(query)?.[1] ?? "";
    const [, first, last] = /segments\.date\s+BETWEEN\s+'([\d-]+)'\s+AND\s+'([\d-]+)'/i.exec(query) ?? [];
    const id = /campaign\.id\s*=\s*(\d+)/i.exec(query)?.[1];
    const status = /campaign\.status\s*=\s*'?(\w+)'?/i.exec(query)?.[1];
    const wanted = campaigns
      .list()
      .filter((campaign) => (status === undefined || campaign.status === status) && (!id || campaign.id === id));
    if (first && last && (from === "customer" || from === "campaign"))
      return daily(from === "customer" ? undefined : wanted, daysBetween(first, last));
    if (from === "ad_group_ad") return pushes.found(query);
    if (from.endsWith("_criterion")) return pushes.words(query, from);
    if (from === "search_term_view") return searched;
    if (from !== "campaign") return resources[from] ? [resources[from]] : undefined;
    return wanted.map(({ amountMicros = "20000000", ...campaign }) => ({
      campaign: { resourceName: `customers/1234567890/campaigns/${campaign.id}`, ...campaign },
      campaignBudget: { resourceName: `customers/1234567890/campaignBudgets/${campaign.id}`, amountMicros },
      metrics,
    }));
  };
  const mutate = (c: Context<SimulatorEnv>): Response => {
    const operations = c.var.fields["operations"];
    if (!Array.isArray(operations))
      return c.var.refuse(400, "The required field was not present.", { code: "REQUIRED" });
    const results = operations.map(({ create, update }: Operation) => {
      const id = update?.resourceName?.split("/").pop() ?? String(410 + campaigns.next());
      const kept = campaigns.get(id) ?? { id, name: "", status: "PAUSED" };
      const { name = kept.name, status = kept.status } = create ?? update ?? {};
      campaigns.put({ ...kept, name, status });
      return { resourceName: `customers/${c.req.param("customer")}/campaigns/${id}` };
    });
    return c.json({ results });
  };
  return simulate(control, { provider: "google-ads", errorBody: adsError }, (app) => {
    app.use(googleToken(control, "adwords"));
    app.use(async (c, next) => {
      if (!c.req.header("developer-token")) {
        return c.var.refuse(401, "Request is missing required developer token.", {
          code: "DEVELOPER_TOKEN_PARAMETER_MISSING",
        });
      }
      await next();
      return undefined;
    });
    app.get("/:version/customers:listAccessibleCustomers", (c) =>
      c.json({ resourceNames: ["customers/1234567890", `customers/${manager.id}`] }),
    );
    app.post("/:version/customers/:customer/:call", (c) => {
      const { call, customer } = c.req.param();
      if (call === "campaigns:mutate") return mutate(c);
      if (call === "googleAds:mutate") return pushes.mutate(c);
      if (!/^googleAds:search(Stream)?$/.test(call)) return c.var.refuse(404, "Method not found.");
      const query = textIn(c.var.fields, "query");
      const rows = customer === manager.id ? managed(query) : found(query);
      const results = query.includes("customer.currency_code")
        ? rows?.map((row) => ({ ...row, customer: { ...customerIn(row), currencyCode: currencyOf(customer) } }))
        : rows;
      if (!results) return c.var.refuse(400, "Error in query: unexpected input.", { code: "UNEXPECTED_INPUT" });
      const fieldMask = (/SELECT\s+(.+?)\s+FROM/is.exec(query)?.[1] ?? "").replaceAll(/\s+/g, "");
      const page = { results, fieldMask, requestId: `req-${control.calls.length}` };
      return c.json(call === "googleAds:searchStream" ? [page] : page);
    });
  });
}

/** The figures of each day, of the account or of each of its campaigns; numbers of 64 bits are texts, as JSON has none. */
function daily(campaigns: readonly Campaign[] | undefined, days: readonly string[]): object[] {
  const figures = (name: string, date: string, share: number) => ({
    impressions: String(figureOf(`impressions ${name}`, date, 4_000 / share)),
    clicks: String(figureOf(`clicks ${name}`, date, 110 / share)),
    costMicros: String(figureOf(`cost ${name}`, date, 5_200 / share) * 10_000),
    conversions: figureOf(`conversions ${name}`, date, 8 / share),
    conversionsValue: figureOf(`value ${name}`, date, 190 / share),
  });
  return days.flatMap((date) =>
    (campaigns ?? [undefined]).map((campaign) => ({
      ...(campaign ? { campaign: { resourceName: `campaigns/${campaign.id}`, ...campaign } } : {}),
      customer: { currencyCode: "EUR" },
      segments: { date },
      metrics: figures(campaign?.name ?? "account", date, campaign ? campaignShare : 1),
    })),
  );
}

/** The Ads API tells its own codes in a GoogleAdsFailure among the details. */
const adsError: ErrorBody = (status, message, more = {}) => {
  const { code, ...rest } = more;
  const plainBody = googleError(status, message, rest) as { error: { details?: object[] } };
  if (code === undefined) return plainBody;
  const groups: Record<string, string> = { UNEXPECTED_INPUT: "queryError", REQUIRED: "fieldError" };
  const failure = {
    "@type": "type.googleapis.com/google.ads.googleads.v20.errors.GoogleAdsFailure",
    errors: [{ errorCode: { [groups[code] ?? "authenticationError"]: code }, message }],
  };
  return { error: { ...plainBody.error, details: [failure, ...(plainBody.error.details ?? [])] } };
};
