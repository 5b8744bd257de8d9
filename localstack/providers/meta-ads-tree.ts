import type { Hono } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { noSuchObject, parameters } from "./meta-shape.ts";
import { openShelf } from "./shelf.ts";
import { textIn } from "./simulate.ts";

interface Leaf {
  id: string;
  kind: string;
  parent: string;
  name: string;
  status: string;
  [more: string]: unknown;
}

const account = ":account{act_[0-9]+}";
const parents: Record<string, string> = { adsets: "campaign_id", ads: "adset_id", adcreatives: "" };

/** What of a thing can be set when it is there: whether it runs, its money a day, what a result may cost. */
export function settings(given: Record<string, unknown>): object {
  const named = ["status", "daily_budget", "bid_amount"].filter((name) => given[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, String(given[name])]));
}

/** Ad sets, creatives and ads below a campaign. */
export function metaAdsTree(app: Hono<SimulatorEnv>, dataDir: string): void {
  const leaves = openShelf<Leaf>(dataDir, "meta-ads-tree");
  app.post(`/:version/${account}/:kind{adsets|ads|adcreatives}`, (c) => {
    const given = parameters(c);
    const kind = c.req.param("kind");
    const [name, parent] = [textIn(given, "name"), textIn(given, parents[kind] ?? "")];
    if (name === "" || (parents[kind] !== "" && parent === ""))
      return c.var.refuse(400, "Invalid parameter", { code: 100 });
    const id = String(23_800_000 + leaves.next());
    leaves.put({ ...given, id, kind, parent, name, status: textIn(given, "status") || "PAUSED" });
    return c.json({ id });
  });
  app.get("/:version/:parent/:kind{adsets|ads}", (c) => {
    const { parent, kind } = c.req.param();
    const data = leaves.list().filter((leaf) => leaf.kind === kind && leaf.parent === parent);
    return c.json({ data: data.map(shown) });
  });
  app.get("/:version/:id{238[0-9]{5}}", (c) => {
    const leaf = leaves.get(c.req.param("id"));
    return leaf ? c.json(shown(leaf)) : noSuchObject(c, "get", c.req.param("id"));
  });
  app.post("/:version/:id{238[0-9]{5}}", (c) => {
    const leaf = leaves.get(c.req.param("id"));
    if (!leaf) return noSuchObject(c, "post", c.req.param("id"));
    leaves.put({ ...leaf, ...settings(parameters(c)) });
    return c.json({ success: true });
  });
}

function shown({ id, name, status, ...more }: Leaf): object {
  const amount = (of: string) => (more[of] === undefined ? {} : { [of]: String(more[of]) });
  return { id, name, status, ...amount("daily_budget"), ...amount("bid_amount") };
}
