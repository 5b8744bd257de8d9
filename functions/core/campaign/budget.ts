import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { BudgetWish } from "#schema/campaign-results.ts";
import { AppError } from "#schema/errors.ts";
import { amountOf, digitsOf } from "#schema/value.ts";
import { own, spentOf } from "./own.ts";
import { propose } from "./propose.ts";

const agent = "budget";

/**
 * Puts up for approval that a campaign at work may cost something else in all; until both have agreed it runs on with what it has.
 * @returns the batch's id
 * @throws request.validation_failed below what is spent; request.already_exists while another wish waits
 */
export async function wish(campaignId: string, input: BudgetWish): Promise<string> {
  require("campaign.decide_dm", "ask for another budget");
  const { amountMinor } = BudgetWish.parse(input);
  return transaction(async (tx) => {
    const row = await own(tx, campaignId);
    const { budgetMinor, currency } = row;
    if (budgetMinor === null || (row.status !== "active" && row.status !== "paused"))
      throw new AppError(
        "request.illegal_transition",
        "Only a campaign at work that has a budget gets another one so.",
      );
    const spentMinor = await spentOf(tx, campaignId);
    const fault = (message: string) =>
      new AppError("request.validation_failed", message, {
        fields: [{ path: "amountMinor", rule: "budget", message }],
      });
    if (amountMinor === budgetMinor) throw fault("That is its budget already.");
    if (amountMinor <= spentMinor) throw fault("The platforms have charged more than that already.");
    const waiting = await tx
      .selectFrom("recommendationBatches")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("campaignId", "=", campaignId)
      .where("agent", "=", agent)
      .where("status", "in", ["proposed", "dm_accepted", "client_approved"])
      .executeTakeFirst();
    if (waiting) throw new AppError("request.already_exists", "Another budget waits to be decided already.");
    const money = (minor: number) => `${currency} ${amountOf(minor, currency ?? "").toFixed(digitsOf(currency ?? ""))}`;
    return propose(tx, {
      ...{ campaignId, adCopyId: null, agent },
      changes: [
        {
          ...{
            action: "set_campaign_budget",
            externalId: campaignId,
            from: String(budgetMinor),
            to: String(amountMinor),
          },
          title: `${amountMinor > budgetMinor ? "Raise" : "Lower"} the budget to ${money(amountMinor)}`,
          why: `Its budget is ${money(budgetMinor)} in all.`,
          expectedEffect: "It may cost so much in all; the spend guard goes by it.",
          evidence: [`Charged so far: ${money(spentMinor)}`],
          risk: "high",
        },
      ],
    });
  });
}
