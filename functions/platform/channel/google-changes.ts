import * as z from "zod";
import { microsOf, minorOfMicros } from "./ad-money.ts";
import { type Answer, notYet } from "./api.ts";
import { googleError } from "./business-profile.ts";
import { type AdSettings, changesOf } from "./changes.ts";
import { googleAdsCall, quoted, search } from "./google-ads.ts";
import { googleAdsVersion } from "./home.ts";
import type { AdChange, AdChangesPayload, PostResult, Sender, TokenAccount } from "./types.ts";

const Named = z.object({ resourceName: z.string(), status: z.string().optional() });
const Rows = z.object({
  results: z
    .array(
      z.object({
        campaign: Named.optional(),
        adGroup: Named.optional(),
        adGroupAd: Named.optional(),
        customer: z.object({ currencyCode: z.string() }).optional(),
        campaignBudget: z.object({ resourceName: z.string(), amountMicros: z.coerce.number() }).optional(),
        campaignCriterion: Named.optional(),
        adGroupCriterion: Named.optional(),
      }),
    )
    .default([]),
});
type Row = z.infer<typeof Rows>["results"][number];

/** Settings of a Google Ads account: a campaign and its words, and all that was made of a set of ad texts. */
export function googleChanges(account: TokenAccount): Sender<AdChangesPayload> {
  const { call, customer } = googleAdsCall(account);
  const rows = async (query: string): Promise<Row[] | PostResult> => {
    const answer = await search(call, customer, query);
    const found = Rows.safeParse(answer.body);
    return answer.status === 200 && found.success ? found.data.results : said(answer);
  };
  const settings: AdSettings = {
    read: async (change) => {
      const found = await rows(queryOf(change));
      if (!Array.isArray(found)) return found;
      const [row] = found;
      if (change.field === "presence") return row ? "present" : "absent";
      if (!row) return null;
      if (change.field === "budget")
        return String(minorOfMicros(row.campaignBudget?.amountMicros ?? 0, currencyIn(row)));
      const all = change.of === "campaign" ? [row.campaign] : [row.adGroupAd, row.adGroup, row.campaign];
      return all.every((thing) => thing?.status === "ENABLED") ? "active" : "paused";
    },
    write: async (change) => {
      const found = await rows(queryOf(change));
      if (!Array.isArray(found)) return found;
      const mutateOperations =
        change.field === "presence"
          ? await words(rows, customer, change, found[0])
          : found.flatMap((row) => switching(row, change));
      if (!Array.isArray(mutateOperations)) return mutateOperations;
      if (mutateOperations.length === 0)
        return { outcome: "refused", code: "target_gone", message: "The account no longer has it." };
      const answer = await call(`${googleAdsVersion}/${customer}/googleAds:mutate`, { json: { mutateOperations } });
      return answer.status === 200 ? null : said(answer);
    },
  };
  return changesOf(settings);
}

const currencyIn = ({ customer }: Row): string => customer?.currencyCode ?? "";
const said = (answer: Answer): PostResult => notYet(answer, googleError(answer));
const digits = (id: string): string => /\d+$/.exec(id)?.[0] ?? "0";

function queryOf({ of, externalId, word }: AdChange): string {
  const kind = word?.matchType.toUpperCase();
  const where = `WHERE campaign.id = ${digits(externalId)}`;
  if (of === "negative")
    return `SELECT campaign_criterion.resource_name FROM campaign_criterion ${where} AND campaign_criterion.negative = TRUE AND campaign_criterion.keyword.text = ${quoted(word?.text ?? "")} AND campaign_criterion.keyword.match_type = '${kind}'`;
  if (of === "keyword")
    return `SELECT ad_group_criterion.resource_name FROM ad_group_criterion ${where} AND ad_group.name = ${quoted(word?.adGroup ?? "")} AND ad_group_criterion.keyword.text = ${quoted(word?.text ?? "")} AND ad_group_criterion.keyword.match_type = '${kind}' AND ad_group_criterion.status != 'REMOVED'`;
  if (of === "campaign")
    return `SELECT campaign.resource_name, campaign.status, campaign_budget.resource_name, campaign_budget.amount_micros, customer.currency_code FROM campaign ${where}`;
  return `SELECT ad_group_ad.resource_name, ad_group_ad.status, ad_group.resource_name, ad_group.status, campaign.resource_name, campaign.status, campaign_budget.resource_name, campaign_budget.amount_micros, customer.currency_code FROM ad_group_ad WHERE ad_group_ad.resource_name = ${quoted(externalId)}`;
}

/** One request does it all: the ad, its group and its campaign, or only the campaign where it is paused. */
function switching(row: Row, { field, to }: AdChange): object[] {
  const { adGroupAd, adGroup, campaign, campaignBudget } = row;
  const update = (operation: string, resourceName: string, values: object) => ({
    [operation]: { update: { resourceName, ...values }, updateMask: Object.keys(values).map(snake).join(",") },
  });
  if (field === "budget")
    return campaignBudget
      ? [
          update("campaignBudgetOperation", campaignBudget.resourceName, {
            amountMicros: String(microsOf(Number(to), currencyIn(row))),
          }),
        ]
      : [];
  const status = to === "active" ? "ENABLED" : "PAUSED";
  const wanted = [
    ...(to === "active"
      ? [
          ["adGroupAdOperation", adGroupAd],
          ["adGroupOperation", adGroup],
        ]
      : []),
    ["campaignOperation", campaign],
  ] as [string, z.infer<typeof Named> | undefined][];
  return wanted.flatMap(([operation, thing]) => (thing ? [update(operation, thing.resourceName, { status })] : []));
}

async function words(
  rows: (query: string) => Promise<Row[] | PostResult>,
  customer: string,
  { of, externalId, word, to }: AdChange,
  known: Row | undefined,
): Promise<object[] | PostResult> {
  const keyword = { text: word?.text ?? "", matchType: word?.matchType.toUpperCase() };
  const operation = of === "negative" ? "campaignCriterionOperation" : "adGroupCriterionOperation";
  if (to === "absent") {
    const remove = (known?.campaignCriterion ?? known?.adGroupCriterion)?.resourceName;
    return remove ? [{ [operation]: { remove } }] : [];
  }
  const campaign = `${customer}/campaigns/${digits(externalId)}`;
  if (of === "negative") return [{ [operation]: { create: { campaign, negative: true, keyword } } }];
  const groups = await rows(
    `SELECT ad_group.resource_name FROM ad_group WHERE campaign.id = ${digits(externalId)} AND ad_group.name = ${quoted(word?.adGroup ?? "")}`,
  );
  if (!Array.isArray(groups)) return groups;
  const adGroup = groups[0]?.adGroup?.resourceName;
  return adGroup ? [{ [operation]: { create: { adGroup, status: "ENABLED", keyword } } }] : [];
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
