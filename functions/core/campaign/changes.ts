import { tenant } from "#platform/actor.ts";
import type { AdChange } from "#platform/channel/index.ts";
import type { Tx } from "#platform/db.ts";
import type { OptimiserAction } from "#schema/campaign-results.ts";
import { type Account, accountOf } from "./account.ts";
import { own } from "./own.ts";
import { type Batch, type Change, changesOf } from "./recommend.ts";

/** One of a kind is changed once in so many days: the guardrails are about a week. */
const restDays = 7;

const fields: Partial<Record<OptimiserAction, AdChange["field"]>> = {
  pause_ad: "status",
  resume_ad: "status",
  change_budget: "budget",
  change_bid: "bid",
  add_negative: "presence",
  remove_negative: "presence",
  add_keyword: "presence",
  remove_keyword: "presence",
};

/** A word as platforms write how closely it is to be met: [exactly], "as a phrase", or broadly. */
export function writtenWord(text: string, matchType: "exact" | "phrase" | "broad"): string {
  return matchType === "exact" ? `[${text}]` : matchType === "phrase" ? `"${text}"` : text;
}

/** What of a batch an account can be told to change, as it stands and as it is to be. The rest is for people. */
export async function accountChanges(tx: Tx, row: Batch): Promise<AdChange[]> {
  const account = await accountOf(tx, row);
  if (!account) return [];
  const open = (await changesOf(tx, row.id)).filter(({ status, action }) => status === "open" && fields[action]);
  const changes: AdChange[] = [];
  for (const change of open) if (await isAllowed(tx, row, change)) changes.push(await shaped(tx, row, account, change));
  return changes;
}

async function shaped(tx: Tx, row: Batch, account: Account, change: Change): Promise<AdChange> {
  const { id: key, action, title: label, externalId, from, to } = change;
  const field = fields[action] ?? "status";
  if (field === "presence") {
    const isThere = action.startsWith("add");
    const of = action.endsWith("negative") ? "negative" : "keyword";
    const states = isThere ? { from: "absent", to: "present" } : { from: "present", to: "absent" };
    const word = { ...wordOf(isThere ? to : from), adGroup: await adGroupOf(tx, externalId) };
    return { key, label, of, externalId: account.externalId, field, ...states, word };
  }
  const isCampaign = externalId === account.externalId;
  const of = row.adCopyId ? "whole" : isCampaign ? "campaign" : await kindOf(tx, row.campaignId ?? "", externalId);
  return { key, label, of, externalId, field, from, to };
}

function wordOf(written: string): Pick<NonNullable<AdChange["word"]>, "text" | "matchType"> {
  if (written.startsWith("[")) return { text: written.slice(1, -1), matchType: "exact" };
  return written.startsWith('"')
    ? { text: written.slice(1, -1), matchType: "phrase" }
    : { text: written, matchType: "broad" };
}

async function adGroupOf(tx: Tx, classificationId: string): Promise<string> {
  const found = await tx
    .selectFrom("searchTermClassifications as c")
    .innerJoin("searchTermReports as r", (join) =>
      join.onRef("r.tenantId", "=", "c.tenantId").onRef("r.id", "=", "c.searchTermReportId"),
    )
    .select("r.adGroup")
    .where("c.tenantId", "=", tenant())
    .where("c.id", "=", classificationId)
    .executeTakeFirst();
  return found?.adGroup ?? "";
}

async function kindOf(tx: Tx, campaignId: string, externalId: string): Promise<"ad" | "ad_set" | "campaign"> {
  const found = await tx
    .selectFrom("campaignResults")
    .select("kind")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("externalId", "=", externalId)
    .orderBy("measuredOn", "desc")
    .limit(1)
    .executeTakeFirst();
  return found?.kind === "ad_set" || found?.kind === "campaign" ? found.kind : "ad";
}

// What was within bounds when it was proposed may be above a budget that was lowered since, or the second change in a week.
async function isAllowed(tx: Tx, row: Batch, { action, externalId, to }: Change): Promise<boolean> {
  if (row.adCopyId || row.undoOf || (action !== "change_budget" && action !== "change_bid")) return true;
  const { budgetMinor } = await own(tx, row.campaignId ?? "", false);
  if (action === "change_budget" && budgetMinor !== null && Number(to) > budgetMinor) return false;
  const recent = await tx
    .selectFrom("campaignRecommendations as r")
    .innerJoin("recommendationBatches as b", (join) =>
      join.onRef("b.tenantId", "=", "r.tenantId").onRef("b.id", "=", "r.batchId"),
    )
    .select("r.id")
    .where("r.tenantId", "=", tenant())
    .where("b.campaignId", "=", row.campaignId)
    .where("r.batchId", "!=", row.id)
    .where("r.externalId", "=", externalId)
    .where("r.action", "=", action)
    .where("r.status", "=", "applied")
    .where("r.appliedAt", ">", new Date(Date.now() - restDays * 86_400_000))
    .executeTakeFirst();
  return recent === undefined;
}
