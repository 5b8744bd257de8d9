import type { Hono } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { parameters } from "./meta-shape.ts";
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
    return c.json({ data: data.map(({ id, name, status }) => ({ id, name, status })) });
  });
}
