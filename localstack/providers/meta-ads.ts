import type { Hono } from "hono";
import { daysBetween, figureOf } from "./days.ts";
import type { SimulatorEnv } from "./door.ts";
import { metaAdsTree, settings } from "./meta-ads-tree.ts";
import { noSuchObject, parameters } from "./meta-shape.ts";
import { openShelf } from "./shelf.ts";
import { currencyOf, textIn } from "./simulate.ts";

interface AdCampaign {
  id: string;
  account: string;
  name: string;
  objective: string;
  status: string;
  daily_budget?: string;
}

/** Campaigns that stand in the account, and have figures by day. */
const measured = ["Spring offer", "Visitors again"];
const account = ":account{act_[0-9]+}";
const adSets = [
  { id: "6501", name: "Home brewers", status: "ACTIVE", daily_budget: "2000", bid_amount: "150" },
  { id: "6502", name: "Café owners", status: "ACTIVE", daily_budget: "2000" },
];
/** Two ads that do well and one that hardly anybody answers. */
const shownAds = [
  { ad: "7001", name: "Slow mornings", set: 0, impressions: 8_200, clicks: 240, spend: "96.40", leads: 14 },
  { ad: "7002", name: "By the gram", set: 0, impressions: 7_900, clicks: 22, spend: "91.10", leads: 0 },
  { ad: "7003", name: "For your bar", set: 1, impressions: 6_100, clicks: 190, spend: "88.00", leads: 11 },
].map(({ ad, name, set, impressions, clicks, spend, leads }) => ({
  ...{ ad_id: ad, ad_name: name, adset_id: adSets[set]?.id, impressions: String(impressions), clicks: String(clicks) },
  ...{ spend, date_start: "2026-01-01", date_stop: "2026-01-14" },
  actions: leads > 0 ? [{ action_type: "lead", value: String(leads) }] : [],
}));
const standing = [...adSets, ...shownAds.map(({ ad_id, ad_name }) => ({ id: ad_id, name: ad_name, status: "ACTIVE" }))];
const lead = {
  created_time: "2026-01-14T10:00:00+0000",
  ad_id: "7001",
  form_id: "8001",
  field_data: [
    { name: "full_name", values: ["Priya Nair"] },
    { name: "email", values: ["priya.nair@example.com"] },
    { name: "phone_number", values: ["+919800000001"] },
  ],
};

/** Ad accounts, campaigns and their figures, and the lead behind a `leadgen` webhook. */
export function metaAds(app: Hono<SimulatorEnv>, dataDir: string): void {
  const campaigns = openShelf<AdCampaign>(dataDir, "meta-campaigns");
  if (campaigns.list().length === 0)
    for (const [index, name] of measured.entries())
      campaigns.put({
        ...{ id: String(60_900 + index), account: "act_555", name, objective: "OUTCOME_LEADS", status: "ACTIVE" },
        daily_budget: "3000",
      });
  app.get("/:version/me/adaccounts", (c) =>
    c.json({ data: [{ id: "act_555", account_id: "555", name: "Harbor & Pine ads", currency: "EUR" }] }),
  );
  app.get(`/:version/${account}`, (c) => {
    const id = c.req.param("account");
    return c.json({ id, currency: currencyOf(id) });
  });
  app.get(`/:version/${account}/campaigns`, (c) =>
    c.json({
      data: campaigns
        .list()
        .filter((one) => one.account === c.req.param("account"))
        .map(shown),
    }),
  );
  app.post(`/:version/${account}/campaigns`, (c) => {
    const given = parameters(c);
    const [name, objective] = [textIn(given, "name"), textIn(given, "objective")];
    if (name === "" || !objective.startsWith("OUTCOME_")) return c.var.refuse(400, "Invalid parameter", { code: 100 });
    const id = String(60_000 + campaigns.next());
    const status = textIn(given, "status") || "PAUSED";
    campaigns.put({ id, account: c.req.param("account"), name, objective, status });
    return c.json({ id });
  });
  metaAdsTree(app, dataDir);
  app.get(`/:version/${account}/insights`, (c) => {
    const range = rangeIn(c.req.query("time_range"));
    if (range && c.req.query("time_increment") === "1")
      return c.json({ data: daily(daysBetween(range.since, range.until), c.req.query("level") === "campaign") });
    if (c.req.query("level") === "ad") return c.json({ data: shownAds });
    const day = { date_start: "2026-01-14", date_stop: "2026-01-14" };
    return c.json({ data: [{ impressions: "5400", reach: "4100", clicks: "96", spend: "48.20", ...day }] });
  });
  const set = openShelf<{ id: string }>(dataDir, "meta-ads-settings");
  app.get(`/:version/${account}/adsets`, (c) =>
    c.json({ data: adSets.map((one) => ({ ...one, ...set.get(one.id) })) }),
  );
  app.get("/:version/:id{[67][0-9]{3}}", (c) => {
    const { id } = c.req.param();
    const known = standing.find((one) => one.id === id);
    return known ? c.json({ ...known, ...set.get(id) }) : noSuchObject(c, "get", id);
  });
  app.post("/:version/:id{[67][0-9]{3}}", (c) => {
    const { id } = c.req.param();
    if (!standing.some((one) => one.id === id)) return noSuchObject(c, "post", id);
    set.put({ ...set.get(id), id, ...settings(parameters(c)) });
    return c.json({ success: true });
  });
  app.post("/:version/:id{6[0-9]{4}}", (c) => {
    const campaign = campaigns.get(c.req.param("id"));
    if (!campaign) return noSuchObject(c, "post", c.req.param("id"));
    campaigns.put({ ...campaign, ...settings(parameters(c)) });
    return c.json({ success: true });
  });
  app.get("/:version/:id{9[0-9]{3,}}", (c) => c.json({ id: c.req.param("id"), ...lead }));
  app.get("/:version/:id{6[0-9]{4}}/insights", (c) => {
    const { id } = c.req.param();
    const range = rangeIn(c.req.query("time_range"));
    if (!campaigns.get(id) || !range) return noSuchObject(c, "get", id);
    const days = daysBetween(range.since, range.until);
    const spend = days.reduce((sum, day) => sum + figureOf(`spend ${id}`, day, 2_400), 0);
    const shown = {
      spend: (spend / 100).toFixed(2),
      account_currency: "EUR",
      date_start: days[0],
      date_stop: days.at(-1),
    };
    return c.json({ data: days.length > 0 ? [shown] : [] });
  });
  app.get("/:version/:id{6[0-9]{4}}", (c) => {
    const campaign = campaigns.get(c.req.param("id"));
    return campaign ? c.json(shown(campaign)) : noSuchObject(c, "get", c.req.param("id"));
  });
}

function rangeIn(text: string | undefined): { since: string; until: string } | undefined {
  try {
    return text ? (JSON.parse(text) as { since: string; until: string }) : undefined;
  } catch {
    return undefined;
  }
}

/** One row a day, or one for each campaign and day; numbers are texts. */
function daily(days: readonly string[], byCampaign: boolean): object[] {
  const names = byCampaign ? measured : ["account"];
  return days.flatMap((day) =>
    names.map((name, index) => {
      const figure = (of: string, base: number) =>
        String(figureOf(`${of} ${name}`, day, base / (byCampaign ? index + 2 : 1)));
      return {
        ...(byCampaign ? { campaign_id: String(60_900 + index), campaign_name: name } : {}),
        ...{ impressions: figure("impressions", 5_400), reach: figure("reach", 4_100), clicks: figure("clicks", 96) },
        spend: (Number(figure("spend", 4_820)) / 100).toFixed(2),
        actions: [{ action_type: "lead", value: figure("leads", 6) }],
        ...{ date_start: day, date_stop: day },
      };
    }),
  );
}

function shown({ account: _account, ...campaign }: AdCampaign): object {
  return { ...campaign, effective_status: campaign.status };
}
