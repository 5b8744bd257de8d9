import type { Context } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";

interface PushedAd {
  id: string;
  campaign: string;
  ad: object;
}

type Create = { create?: { name?: string; ad?: object } };

/** What one request of several operations makes: a campaign with its group and its ads, all or nothing. */
export function googleAdsPushes(dataDir: string) {
  const ads = openShelf<PushedAd>(dataDir, "google-ads-ads");
  return {
    mutate(c: Context<SimulatorEnv>): Response {
      const operations = c.var.fields["mutateOperations"];
      if (!Array.isArray(operations) || operations.length === 0)
        return c.var.refuse(400, "The required field was not present.", { code: "REQUIRED" });
      const customer = c.req.param("customer");
      const list = operations as Record<string, Create>[];
      const name = list.map((one) => one["campaignOperation"]?.create?.name).find((given) => given !== undefined) ?? "";
      if (ads.list().some(({ campaign }) => campaign === name))
        return c.var.refuse(400, "A campaign with this name already exists.", { code: "DUPLICATE_CAMPAIGN_NAME" });
      const mutateOperationResponses = list.map((operation) => {
        const [kind = "", { create = {} } = {}] = Object.entries(operation)[0] ?? [];
        const id = String(700_000 + ads.next());
        if (kind === "adGroupAdOperation") ads.put({ id, campaign: name, ad: create.ad ?? {} });
        const place = `${kind.replace("Operation", "")}s`;
        return { [kind.replace("Operation", "Result")]: { resourceName: `customers/${customer}/${place}/${id}` } };
      });
      return c.json({ mutateOperationResponses });
    },
    found(query: string): object[] {
      const name = /campaign\.name\s*=\s*'((?:[^'\\]|\\.)*)'/i.exec(query)?.[1]?.replaceAll(/\\(.)/g, "$1");
      return ads
        .list()
        .filter(({ campaign }) => name === undefined || campaign === name)
        .map(({ id, ad }) => ({ adGroupAd: { resourceName: `customers/0/adGroupAds/${id}`, status: "PAUSED", ad } }));
    },
  };
}
