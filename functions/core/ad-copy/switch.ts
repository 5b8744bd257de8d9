import { pushedAccount } from "#core/campaign/account.ts";
import { type Change, propose, undecided } from "#core/campaign/propose.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type AdPlatform, restingBudgetMinor } from "#schema/ad-copy.ts";
import { SwitchAds } from "#schema/campaign-results.ts";
import { AppError, notFound } from "#schema/errors.ts";

const daysOfMonth = 30;

/**
 * Puts up for approval that what was made of a set of ad texts runs, for so much a day, or rests. @returns the batch's id
 * @throws request.illegal_transition before it was put into an account, or when it is so already
 * @throws request.validation_failed without a budget, or with more than the client's budget for ads leaves
 */
export async function switchAds(id: string, input: SwitchAds): Promise<string> {
  require("blog_post.publish", "switch ads");
  const { running, dailyBudgetMinor } = SwitchAds.parse(input);
  return transaction(async (tx) => {
    const copy = await pushed(tx, id);
    const present = copy.dailyBudgetMinor ?? restingBudgetMinor[copy.platform];
    const wanted = dailyBudgetMinor ?? copy.dailyBudgetMinor;
    if (running && wanted === null) throw fault("Say how much a day the ads may cost before they run.");
    if (running) await demandRoom(tx, id, wanted ?? 0);
    const change = (action: keyof typeof titles, from: string, to: string): Change => ({
      ...{ action, externalId: copy.externalId, title: titles[action], from, to },
      ...{ why: "People decided it.", evidence: [`Now: ${from}`], risk: running ? "high" : "low" },
    });
    const changes: Change[] = [];
    if (dailyBudgetMinor !== undefined && dailyBudgetMinor !== present)
      changes.push(change("change_budget", String(present), String(dailyBudgetMinor)));
    if (running !== copy.running)
      changes.push(running ? change("resume_ad", "paused", "active") : change("pause_ad", "active", "paused"));
    if (changes.length === 0)
      throw new AppError("request.illegal_transition", `The ads are ${running ? "running" : "resting"} already.`);
    return propose(tx, { campaignId: null, adCopyId: id, agent: "ads-publisher", changes });
  });
}

const titles = {
  change_budget: "A day's budget of the ads, in hundredths",
  resume_ad: "Let the ads run",
  pause_ad: "Let the ads rest",
} as const;

async function pushed(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("adCopies")
    .select(["status", "running", "dailyBudgetMinor"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Ad copy", id);
  const account = row.status === "pushed" ? await pushedAccount(tx, id) : null;
  if (!account)
    throw new AppError(
      "request.illegal_transition",
      "The ads are in no account yet; have them approved and pushed first.",
    );
  const waiting = await tx
    .selectFrom("recommendationBatches")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("adCopyId", "=", id)
    .where("status", "in", undecided)
    .executeTakeFirst();
  if (waiting) throw new AppError("request.already_exists", "A change of these ads waits to be decided or made.");
  const dailyBudgetMinor = row.dailyBudgetMinor === null ? null : Number(row.dailyBudgetMinor);
  return { ...account, platform: account.platform as AdPlatform, running: row.running, dailyBudgetMinor };
}

/** What the client said a month of ads may cost is shared by all that run. Without such a word only people are the bound. */
async function demandRoom(tx: Tx, id: string, dailyMinor: number): Promise<void> {
  const budget = await tx
    .selectFrom("tenantBudgets")
    .select(["monthlyMinor", "split"])
    .where("tenantId", "=", tenant())
    .orderBy("validFrom", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!budget) return;
  const { adSharePct = 100 } = budget.split as { adSharePct?: number };
  const { others } = await tx
    .selectFrom("adCopies")
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>("dailyBudgetMinor"), eb.lit(0)).as("others"))
    .where("tenantId", "=", tenant())
    .where("id", "!=", id)
    .where("running", "=", true)
    .executeTakeFirstOrThrow();
  const mostMinor = Math.floor((Number(budget.monthlyMinor) * adSharePct) / 100 / daysOfMonth) - Number(others);
  if (dailyMinor > mostMinor)
    throw fault(
      `The budget for ads leaves ${Math.max(0, mostMinor)} hundredths a day; lower it, or pause others first.`,
    );
}

const fault = (message: string): AppError =>
  new AppError("request.validation_failed", message, {
    fields: [{ path: "dailyBudgetMinor", rule: "budget", message }],
  });
