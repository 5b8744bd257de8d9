import * as Credit from "#core/credit/index.ts";
import * as Usage from "#core/usage/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import type { Row } from "./reads.ts";

/** The plan and what it allows. */
export async function plan(): Promise<Row[]> {
  require("credit.read", "see the plan");
  const owner = await transaction((tx) =>
    tx
      .selectFrom("tenants")
      .select(["plan", "status", "currency", "trialEndsAt", "cancelAt"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow(),
  );
  const terms = plans[owner.plan as Plan];
  const day = (time: Date | null) => time?.toISOString().slice(0, 10) ?? null;
  return [
    {
      ...{ plan: terms.name, status: owner.status, creditsPerMonth: terms.credits / 100, users: terms.users },
      ...{ channels: terms.channels, files: terms.files, currency: owner.currency },
      ...{ trialEnds: day(owner.trialEndsAt), cancelledFor: day(owner.cancelAt) },
    },
  ];
}

/** Credits that are left, held and spent in this period. */
export async function credits(): Promise<Row[]> {
  require("credit.read", "see credits");
  const { nextResetAt, ...balance } = await Credit.balance();
  return [{ ...balance, resets: nextResetAt.slice(0, 10) }];
}

/** The last movements of credits, newest first. */
export async function ledger({ limit }: { limit: number }): Promise<Row[]> {
  require("credit.read", "see movements of credits");
  const { items } = await Credit.ledger({ limit });
  return items.map(({ type, amount, balanceAfter, rateKey, note, createdAt }) => ({
    ...{ type, amount, balanceAfter, for: rateKey, note, on: createdAt.slice(0, 10) },
  }));
}

/** What each kind of work costs today. */
export async function prices(): Promise<Row[]> {
  require("credit.read", "see prices");
  const rates = await Credit.rates();
  return rates.map(({ key, credits: each, unit }) => ({ work: key, credits: each, per: unit }));
}

/** What was used since the first of the month, by agent or by day. */
export async function usage({ by }: { by: "agent" | "day" }): Promise<Row[]> {
  require("credit.read", "see what was used");
  const { items, totals, from, to } = await Usage.report({ groupBy: by, limit: 31 });
  return [
    ...items.map(({ label, runs, credits: spent }) => ({ [by]: label, runs, credits: spent })),
    { [by]: "all", runs: totals.runs, credits: totals.credits, from, to },
  ];
}
