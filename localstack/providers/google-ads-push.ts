import type { Context } from "hono";
import type { SimulatorEnv } from "./door.ts";
import { openShelf, type Shelf } from "./shelf.ts";

type Kind = "campaignBudget" | "campaign" | "adGroup" | "adGroupAd";
type Thing = { resourceName: string; status?: string; amountMicros?: string };

interface PushedAd {
  id: string;
  name: string;
  ad: object;
  things: Partial<Record<Kind, Thing>>;
}

interface Word {
  id: string;
  resourceName: string;
  /** Of the campaign that it is kept from, or of the group that it belongs to. */
  place: string;
  text: string;
  matchType: string;
  isRemoved: boolean;
}

interface Operation {
  create?: {
    name?: string;
    ad?: object;
    campaign?: string;
    adGroup?: string;
    keyword?: { text: string; matchType: string };
  } & Omit<Thing, "resourceName">;
  update?: Thing;
  remove?: string;
}

/** A campaign that people made in the account themselves, with what it may cost a day. */
export interface StandingCampaign {
  id: string;
  name: string;
  status: string;
  amountMicros?: string;
}

/**
 * What one request of several operations makes or changes, all or nothing: campaigns with their groups and ads, and words; of
 * campaigns that stand in the account, whether they run and what they may cost a day.
 */
export function googleAdsPushes(dataDir: string, campaigns: Shelf<StandingCampaign>) {
  const ads = openShelf<PushedAd>(dataDir, "google-ads-ads");
  const words = openShelf<Word>(dataDir, "google-ads-words");
  const adWith = (kind: Kind, { resourceName }: Thing) =>
    ads.list().find(({ things }) => things[kind]?.resourceName === resourceName);
  const standing = (kind: Kind, { resourceName }: Thing) =>
    kind === "campaign" || kind === "campaignBudget" ? campaigns.get(resourceName.split("/").at(-1) ?? "") : undefined;
  const change = (kind: Kind, update: Thing): void => {
    const known = standing(kind, update);
    if (known) campaigns.put({ ...known, ...pick(update) });
    const found = adWith(kind, update);
    if (found) ads.put({ ...found, things: { ...found.things, [kind]: { ...found.things[kind], ...update } } });
  };
  return {
    mutate(c: Context<SimulatorEnv>): Response {
      const operations = c.var.fields["mutateOperations"];
      if (!Array.isArray(operations) || operations.length === 0)
        return c.var.refuse(400, "The required field was not present.", { code: "REQUIRED" });
      const list = (operations as Record<string, Operation>[]).flatMap((one) => Object.entries(one).slice(0, 1));
      const name = list.find(([kind]) => kind === "campaignOperation")?.[1].create?.name;
      if (name !== undefined && ads.list().some((ad) => ad.name === name))
        return c.var.refuse(400, "A campaign with this name already exists.", { code: "DUPLICATE_CAMPAIGN_NAME" });
      const isThere = ([operation, { update, remove }]: [string, Operation]): boolean =>
        (!update || [adWith, standing].some((find) => find(operation.replace("Operation", "") as Kind, update))) &&
        (!remove || words.list().some((one) => one.resourceName === remove));
      if (!list.every(isThere)) return c.var.refuse(400, "Resource was not found.");
      const things: PushedAd["things"] = {};
      const results: object[] = [];
      for (const [operation, { create, update, remove }] of list) {
        const kind = operation.replace("Operation", "");
        const id = String(700_000 + ads.next());
        const resourceName =
          update?.resourceName ?? remove ?? `customers/${c.req.param("customer")}/${places(kind)}/${id}`;
        if (update) change(kind as Kind, update);
        const word = remove ? words.list().find((one) => one.resourceName === remove) : undefined;
        if (word) words.put({ ...word, isRemoved: true });
        const place = create?.campaign ?? create?.adGroup;
        if (create?.keyword && place) words.put({ id, resourceName, place, ...create.keyword, isRemoved: false });
        else if (create) {
          things[kind as Kind] = { resourceName, ...pick(create) };
          if (kind === "adGroupAd") ads.put({ id, name: name ?? "", ad: create.ad ?? {}, things });
        }
        results.push({ [`${kind}Result`]: { resourceName } });
      }
      return c.json({ mutateOperationResponses: results });
    },
    found(query: string): object[] {
      const name = quoted(query, "campaign.name");
      const resource = quoted(query, "ad_group_ad.resource_name")?.split("/").at(-1);
      return ads
        .list()
        .filter((one) => (name === undefined || one.name === name) && (resource === undefined || one.id === resource))
        .map(({ ad, things }) => ({ ...things, adGroupAd: { ...things.adGroupAd, ad } }));
    },
    words(query: string, from: string): object[] {
      const [text, matchType] = ["text", "match_type"].map((part) => quoted(query, `${from}.keyword.${part}`));
      const campaign = /campaign\.id\s*=\s*(\d+)/i.exec(query)?.[1];
      const kind = from === "campaign_criterion" ? "campaignCriterion" : "adGroupCriterion";
      return words
        .list()
        .filter((one) => !one.isRemoved && one.text === text && one.matchType === matchType)
        .filter(({ place }) =>
          from === "campaign_criterion" ? place.endsWith(`/campaigns/${campaign}`) : place.includes("/adGroups/"),
        )
        .map(({ resourceName }) => ({ [kind]: { resourceName } }));
    },
  };
}

const places = (kind: string): string => (kind.endsWith("Criterion") ? `${kind.slice(0, -2)}a` : `${kind}s`);

function pick({ status, amountMicros }: Omit<Thing, "resourceName">): Omit<Thing, "resourceName"> {
  return { ...(status ? { status } : {}), ...(amountMicros ? { amountMicros } : {}) };
}

/** The text that a condition of a query compares a field with. */
function quoted(query: string, field: string): string | undefined {
  const found = new RegExp(`${field.replaceAll(".", "\\.")}\\s*=\\s*'((?:[^'\\\\]|\\\\.)*)'`, "i").exec(query)?.[1];
  return found?.replaceAll(/\\(.)/g, "$1");
}
