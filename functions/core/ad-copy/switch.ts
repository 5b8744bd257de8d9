import { pushedAccount } from "#core/campaign/account.ts";
import { type Change, propose, undecided } from "#core/campaign/propose.ts";
import { signedIn, withAccess } from "#core/channel/access.ts";
import { require, tenant } from "#platform/actor.ts";
import { currencyOf, restingMinor } from "#platform/channel/ad-money.ts";
import { ChannelError } from "#platform/channel/types.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AdPlatform } from "#schema/ad-copy.ts";
import { SwitchAds } from "#schema/campaign-results.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { amountOf, digitsOf, minorOf } from "#schema/value.ts";

const daysOfMonth = 30;

/**
 * Puts up for approval that what was made of a set of ad texts runs, for so much a day, or rests. @returns the batch's id
 * @throws request.illegal_transition before it was put into an account, or when it is so already
 * @throws request.validation_failed without a budget, or with more than the client's budget for ads leaves
 */
export async function switchAds(id: string, input: SwitchAds): Promise<string> {
  require("blog_post.publish", "switch ads");
  const { running, dailyBudget } = SwitchAds.parse(input);
  const account = await transaction((tx) => pushed(tx, id));
  const currency = dailyBudget === undefined ? "" : await currencyAt(account);
  return transaction(async (tx) => {
    const copy = await pushed(tx, id);
    const present = copy.dailyBudgetMinor ?? restingMinor(copy.platform, currency);
    const dailyBudgetMinor = dailyBudget === undefined ? undefined : minorOf(dailyBudget, currency);
    const wanted = dailyBudgetMinor ?? copy.dailyBudgetMinor;
    if (running && wanted === null) throw fault("Say how much a day the ads may cost before they run.");
    if (running) await demandRoom(tx, id, wanted ?? 0, currency);
    const change = (action: keyof typeof titles, from: string, to: string, title: string = titles[action]): Change => ({
      ...{ action, externalId: copy.externalId, title, from, to },
      ...{ why: "People decided it.", evidence: [`Now: ${from}`], risk: running ? "high" : "low" },
    });
    const changes: Change[] = [];
    if (dailyBudgetMinor !== undefined && dailyBudgetMinor !== present)
      changes.push(
        change(
          "change_budget",
          String(present),
          String(dailyBudgetMinor),
          `${moneyOf(dailyBudgetMinor, currency)} a day for the ads`,
        ),
      );
    if (running !== copy.running)
      changes.push(running ? change("resume_ad", "paused", "active") : change("pause_ad", "active", "paused"));
    if (changes.length === 0)
      throw new AppError("request.illegal_transition", `The ads are ${running ? "running" : "resting"} already.`);
    return propose(tx, { campaignId: null, adCopyId: id, agent: "ads-publisher", changes });
  });
}

const titles = {
  change_budget: "A day's budget of the ads",
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
async function demandRoom(tx: Tx, id: string, dailyMinor: number, currency: string): Promise<void> {
  const budget = await tx
    .selectFrom("tenantBudgets")
    .select(["monthlyMinor", "currency", "split"])
    .where("tenantId", "=", tenant())
    .orderBy("validFrom", "desc")
    .limit(1)
    .executeTakeFirst();
  // Of another currency nobody knows here what it is worth.
  if (!budget || (currency !== "" && currency !== budget.currency)) return;
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
      `The budget for ads leaves ${moneyOf(Math.max(0, mostMinor), budget.currency)} a day; lower it, or pause others first.`,
    );
}

const moneyOf = (minor: number, currency: string): string =>
  `${amountOf(minor, currency).toFixed(digitsOf(currency))} ${currency}`;

async function currencyAt({ channelId, platform }: { channelId: string; platform: AdPlatform }): Promise<string> {
  const account = (await transaction((tx) => signedIn(tx, platform))).find(({ id }) => id === channelId);
  try {
    if (!account) throw new ChannelError("auth_expired", "The account is not connected.");
    const { externalId: accountId, managerId } = account;
    return await withAccess(channelId, (accessToken) => currencyOf(platform, { accountId, accessToken, managerId }));
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw fault("The ad account does not say in which currency it is kept; connect it again, or try later.");
  }
}

const fault = (message: string): AppError =>
  new AppError("request.validation_failed", message, {
    fields: [{ path: "dailyBudget", rule: "budget", message }],
  });
