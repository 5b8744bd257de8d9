import * as z from "zod";
import { amountOf, digitsOf, minorOf } from "#schema/value.ts";
import { callOf, notYet } from "./api.ts";
import { type AdSettings, changesOf } from "./changes.ts";
import { linkedinHeaders } from "./home.ts";
import { linkedin, linkedinError } from "./linkedin.ts";
import type { AdChange, AdChangesPayload, PostResult, Sender, TokenAccount } from "./types.ts";

const Money = z.object({ amount: z.string(), currencyCode: z.string() });
const Thing = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  status: z.string().optional(),
  intendedStatus: z.string().optional(),
  dailyBudget: Money.optional(),
  unitCost: Money.optional(),
});
type Thing = z.infer<typeof Thing>;
const Account = z.object({ currency: z.string() });
const List = z.object({ elements: z.array(Thing) });
type Kind = "adCampaignGroups" | "adCampaigns" | "creatives";
type Found = Thing & { kind: Kind };

const kinds: Partial<Record<AdChange["of"], Kind>> = {
  ad: "creatives",
  ad_set: "adCampaigns",
  campaign: "adCampaigns",
};
const idOf = (id: string): string => id.split(":").at(-1) ?? id;
const stateOf = ({ status, intendedStatus }: Thing): string =>
  (intendedStatus ?? status) === "ACTIVE" ? "active" : "paused";
const minor = (money: z.infer<typeof Money> | undefined): string =>
  String(money ? minorOf(Number(money.amount), money.currencyCode) : 0);

/** Settings of an ad account of LinkedIn. What is called a draft there counts as paused. */
export function linkedinChanges({ id, accessToken }: TokenAccount): Sender<AdChangesPayload> {
  const call = linkedin(accessToken);
  const patching = callOf("linkedin", accessToken, { ...linkedinHeaders, "x-restli-method": "PARTIAL_UPDATE" });
  const home = `/rest/adAccounts/${idOf(id)}`;
  const pathOf = (kind: Kind, thing: string): string =>
    kind === "creatives"
      ? `${home}/creatives/${encodeURIComponent(`urn:li:sponsoredCreative:${idOf(thing)}`)}`
      : `${home}/${kind}/${idOf(thing)}`;
  const one = async (kind: Kind, thing: string): Promise<Found | PostResult | null> => {
    const answer = await call(pathOf(kind, thing));
    const found = Thing.safeParse(answer.body);
    if (answer.status === 200 && found.success) return { ...found.data, kind };
    return answer.status === 404 ? null : notYet(answer, linkedinError(answer));
  };
  const list = async (kind: Kind, query: Record<string, string>): Promise<Found[] | PostResult> => {
    const answer = await call(`${home}/${kind}`, { query: { ...query, pageSize: "200" } });
    const found = List.safeParse(answer.body);
    if (answer.status !== 200 || !found.success) return notYet(answer, linkedinError(answer));
    return found.data.elements.map((element) => ({ ...element, kind }));
  };
  const set = async ({ kind, id: thing }: Found, { field, to }: AdChange): Promise<null | PostResult> => {
    const state = to === "active" ? "ACTIVE" : "PAUSED";
    const account = field === "status" ? undefined : Account.safeParse((await call(home)).body).data;
    const currency = account?.currency ?? "";
    const amount = amountOf(Number(to), currency).toFixed(digitsOf(currency));
    const money = { amount, currencyCode: account?.currency };
    const $set =
      field === "status"
        ? { [kind === "creatives" ? "intendedStatus" : "status"]: state }
        : { [field === "budget" ? "dailyBudget" : "unitCost"]: money };
    const answer = await patching(pathOf(kind, thing), { method: "POST", json: { patch: { $set } } });
    return answer.status < 300 ? null : notYet(answer, linkedinError(answer));
  };
  const whole = async (group: string): Promise<Found[] | PostResult | null> => {
    const top = await one("adCampaignGroups", group);
    if (!top || "outcome" in top) return top as PostResult | null;
    const campaigns = await list("adCampaigns", {
      q: "search",
      campaignGroup: `urn:li:sponsoredCampaignGroup:${idOf(group)}`,
    });
    if (!Array.isArray(campaigns)) return campaigns;
    const ads: Found[] = [];
    for (const { id: campaign } of campaigns) {
      const found = await list("creatives", { q: "criteria", campaign: `urn:li:sponsoredCampaign:${campaign}` });
      if (!Array.isArray(found)) return found;
      ads.push(...found);
    }
    return [...ads, ...campaigns, top];
  };
  const things = async ({ of, externalId }: AdChange): Promise<Found[] | PostResult | null> => {
    if (of === "whole") return whole(externalId);
    const kind = kinds[of];
    if (!kind) return null;
    const found = await one(kind, externalId);
    return !found || "outcome" in found ? (found as PostResult | null) : [found];
  };
  const settings: AdSettings = {
    read: async (change) => {
      const found = await things(change);
      if (!Array.isArray(found)) return found;
      if (change.field === "status") return found.every((thing) => stateOf(thing) === "active") ? "active" : "paused";
      const [holder] = found.filter(({ kind }) => kind === "adCampaigns");
      return holder ? minor(change.field === "budget" ? holder.dailyBudget : holder.unitCost) : null;
    },
    write: async (change) => {
      const found = await things(change);
      if (!found) return { outcome: "refused", code: "target_gone", message: "It is gone." };
      if (!Array.isArray(found)) return found;
      const isPause = change.of === "whole" && change.to === "paused";
      const wanted = isPause ? found.slice(-1) : found;
      for (const thing of wanted) {
        if (change.field !== "status" && thing.kind !== "adCampaigns") continue;
        const result = await set(thing, change);
        if (result) return result;
      }
      return null;
    },
  };
  return changesOf(settings);
}
