import type { Hono } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { noSuchObject, parameters } from "./meta-shape.ts";
import { openShelf } from "./shelf.ts";
import { textIn } from "./simulate.ts";

interface AdCampaign {
  id: string;
  account: string;
  name: string;
  objective: string;
  status: string;
}

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
  app.get("/:version/me/adaccounts", (c) =>
    c.json({ data: [{ id: "act_555", account_id: "555", name: "Harbor & Pine ads", currency: "EUR" }] }),
  );
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
  app.get(`/:version/${account}/insights`, (c) => {
    if (c.req.query("level") === "ad") return c.json({ data: shownAds });
    const day = { date_start: "2026-01-14", date_stop: "2026-01-14" };
    return c.json({ data: [{ impressions: "5400", reach: "4100", clicks: "96", spend: "48.20", ...day }] });
  });
  app.get(`/:version/${account}/adsets`, (c) => c.json({ data: adSets }));
  app.get("/:version/:id{9[0-9]{3,}}", (c) => c.json({ id: c.req.param("id"), ...lead }));
  app.get("/:version/:id{6[0-9]{4}}", (c) => {
    const campaign = campaigns.get(c.req.param("id"));
    return campaign ? c.json(shown(campaign)) : noSuchObject(c, "get", c.req.param("id"));
  });
}

function shown({ account: _account, ...campaign }: AdCampaign): object {
  return { ...campaign, effective_status: campaign.status };
}
