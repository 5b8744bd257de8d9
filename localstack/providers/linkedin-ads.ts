import type { Hono } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { currencyOf, textIn } from "./simulate.ts";

interface Branch {
  id: string;
  account: string;
  kind: string;
  parent: string;
  name: string;
  status: string;
  [more: string]: unknown;
}

const parents: Record<string, string> = { adCampaignGroups: "", adCampaigns: "campaignGroup", creatives: "campaign" };

const accounts = [
  {
    id: 512_345_678,
    name: "Harbor & Pine ads",
    reference: "urn:li:organization:7001",
    status: "ACTIVE",
    currency: "EUR",
  },
];

/** Ad accounts, campaign groups, campaigns and creatives of one. */
export function linkedinAds(app: Hono<SimulatorEnv>, dataDir: string): void {
  const branches = openShelf<Branch>(dataDir, "linkedin-ads");
  app.get("/rest/adAccounts", (c) =>
    c.req.query("q") === "search"
      ? c.json({ elements: accounts, metadata: {} })
      : c.var.refuse(400, "Unknown finder", { code: "INVALID_REQUEST" }),
  );
  const path = "/rest/adAccounts/:account/:kind{(?:adCampaignGroups|adCampaigns|creatives)}";
  app.post(path, (c) => {
    const { account, kind } = c.req.param();
    const inner = c.var.fields["creative"];
    const given = kind === "creatives" && inner ? (inner as Record<string, unknown>) : c.var.fields;
    const [name, parent] = [textIn(given, "name"), textIn(given, parents[kind] ?? "")];
    if (name === "" || (parents[kind] !== "" && parent === ""))
      return c.var.refuse(400, "ERROR :: field is required but not found", { code: "MISSING_FIELD" });
    const id = String(600_000 + branches.next());
    const status = textIn(given, "status") || textIn(given, "intendedStatus") || "DRAFT";
    branches.put({ id, account, kind, parent, name, status });
    return c.body(null, 201, { "x-restli-id": id });
  });
  app.get(path, (c) => {
    const { account, kind } = c.req.param();
    const parent = c.req.query(parents[kind] || "none");
    const elements = branches
      .list()
      .filter((one) => one.account === account && one.kind === kind && (parent === undefined || one.parent === parent));
    return c.json({ elements: elements.map(shown) });
  });
  app.get("/rest/adAccounts/:account", (c) => {
    const id = c.req.param("account");
    return c.json({ id: Number(id), currency: currencyOf(id) });
  });
  const one = `${path}/:id` as const;
  app.get(one, (c) => {
    const branch = branches.get(c.req.param("id").split(":").at(-1) ?? "");
    return branch ? c.json(shown(branch)) : c.var.refuse(404, "Could not find entity");
  });
  app.post(one, (c) => {
    const branch = branches.get(c.req.param("id").split(":").at(-1) ?? "");
    if (!branch) return c.var.refuse(404, "Could not find entity");
    const { $set } = (c.var.fields["patch"] ?? {}) as { $set?: Record<string, unknown> };
    if (c.req.header("x-restli-method") !== "PARTIAL_UPDATE" || !$set)
      return c.var.refuse(400, "A partial update names its method and has a patch");
    const { intendedStatus, ...more } = $set;
    branches.put({ ...branch, ...more, ...(intendedStatus ? { status: String(intendedStatus) } : {}) });
    return c.body(null, 204);
  });
}

function shown({ id, name, kind, status, dailyBudget, unitCost }: Branch): object {
  if (kind === "creatives") return { id: `urn:li:sponsoredCreative:${id}`, name, intendedStatus: status };
  return { id: Number(id), name, status, ...(dailyBudget ? { dailyBudget } : {}), ...(unitCost ? { unitCost } : {}) };
}
