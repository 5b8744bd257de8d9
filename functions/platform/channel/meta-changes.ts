import * as z from "zod";
import { metaOf, minorOfMeta } from "./ad-money.ts";
import { notYet } from "./api.ts";
import { type AdSettings, changesOf } from "./changes.ts";
import { graph, graphError, isGone } from "./graph.ts";
import type { AdChange, AdChangesPayload, PostResult, Sender, TokenAccount } from "./types.ts";

const Thing = z.looseObject({
  id: z.string(),
  status: z.string().optional(),
  daily_budget: z.coerce.string().optional(),
  bid_amount: z.coerce.string().optional(),
});
type Thing = z.infer<typeof Thing>;
const List = z.object({ data: z.array(Thing) });
const Account = z.object({ currency: z.string() });
const fields = "id,status,daily_budget,bid_amount";

const isThings = (found: Thing[] | PostResult | null): found is Thing[] => Array.isArray(found);
const stateOf = ({ status }: Thing): string => (status === "ACTIVE" ? "active" : "paused");

/** Settings of an ad account of Meta. */
export function metaChanges({ id: account, accessToken }: TokenAccount): Sender<AdChangesPayload> {
  const call = graph(accessToken);
  const one = async (id: string): Promise<Thing[] | PostResult | null> => {
    const answer = await call(`/${id}`, { query: { fields } });
    const found = Thing.safeParse(answer.body);
    if (answer.status === 200 && found.success) return [found.data];
    return isGone(answer) ? null : notYet(answer, graphError(answer));
  };
  const below = async (id: string, edge: "adsets" | "ads"): Promise<Thing[] | PostResult> => {
    const answer = await call(`/${id}/${edge}`, { query: { fields, limit: "200" } });
    const found = List.safeParse(answer.body);
    return answer.status === 200 && found.success ? found.data.data : notYet(answer, graphError(answer));
  };
  const set = async (id: string, json: object): Promise<null | PostResult> => {
    const answer = await call(`/${id}`, { json });
    return answer.status === 200 ? null : notYet(answer, graphError(answer));
  };
  /** The ads first, the campaign at last: nothing runs before all of it may. */
  const whole = async (
    campaign: string,
  ): Promise<{ ads: Thing[]; sets: Thing[]; top: Thing[] } | PostResult | null> => {
    const top = await one(campaign);
    if (!isThings(top)) return top;
    const sets = await below(campaign, "adsets");
    if (!isThings(sets)) return sets;
    const ads: Thing[] = [];
    for (const { id } of sets) {
      const found = await below(id, "ads");
      if (!isThings(found)) return found;
      ads.push(...found);
    }
    return { ads, sets, top };
  };
  /** The currency in which amounts are told; whether something runs needs none. */
  const currencyFor = async (field: AdChange["field"]): Promise<string | PostResult> => {
    if (field === "status") return "";
    const answer = await call(`/act_${account.replace("act_", "")}`, { query: { fields: "currency" } });
    const found = Account.safeParse(answer.body);
    return answer.status === 200 && found.success ? found.data.currency : notYet(answer, graphError(answer));
  };
  const settings: AdSettings = {
    read: async ({ of, externalId, field }) => {
      const currency = await currencyFor(field);
      if (typeof currency !== "string") return currency;
      const minor = (units: string | undefined) =>
        units === undefined ? null : String(minorOfMeta(Number(units), currency));
      if (of === "whole") {
        const found = await whole(externalId);
        if (!found || "outcome" in found) return found;
        if (field === "budget") return minor(found.sets[0]?.daily_budget);
        return [...found.ads, ...found.sets, ...found.top].every((thing) => stateOf(thing) === "active")
          ? "active"
          : "paused";
      }
      const found = await one(externalId);
      if (!isThings(found)) return found;
      const [thing] = found;
      if (!thing) return null;
      return field === "status" ? stateOf(thing) : minor(field === "budget" ? thing.daily_budget : thing.bid_amount);
    },
    write: async (change) => {
      const { of, externalId, to } = change;
      const currency = await currencyFor(change.field);
      if (typeof currency !== "string") return currency;
      if (of !== "whole") return set(externalId, setting(change, currency));
      const found = await whole(externalId);
      if (!found) return { outcome: "refused", code: "target_gone", message: "The campaign is gone." };
      if ("outcome" in found) return found;
      const wanted =
        change.field === "budget"
          ? found.sets
          : to === "paused"
            ? found.top
            : [...found.ads, ...found.sets, ...found.top];
      for (const { id } of wanted) {
        const result = await set(id, setting(change, currency));
        if (result) return result;
      }
      return null;
    },
  };
  return changesOf(settings);
}

function setting({ field, to }: AdChange, currency: string): object {
  if (field === "status") return { status: to === "active" ? "ACTIVE" : "PAUSED" };
  return { [field === "budget" ? "daily_budget" : "bid_amount"]: metaOf(Number(to), currency) };
}
