import type { BriefDraft } from "#agents/campaign-brief-writer.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { BriefOrder } from "#schema/campaign-plan.ts";
import { AppError } from "#schema/errors.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import { renewed } from "./edit.ts";
import { namedNeeds } from "./needs.ts";
import { orderOn } from "./order.ts";
import { type Own, own, planned, set, subject } from "./own.ts";

/** Has the brief of a campaign written; `notes` say what it should heed. */
export async function generate(id: string, input: { notes?: string | undefined }): Promise<void> {
  require("campaign.create", "have briefs written");
  const { notes } = BriefOrder.parse(input);
  await transaction(async (tx) => {
    const row = await planned(tx, id, false);
    demandOpen(row);
    await orderOn(tx, "campaign-brief-writer", id);
    if (notes !== undefined) await set(tx, id, { notes });
  });
}

/** What the writer gets: what people said of the campaign, and the kinds of work that the plan holds. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await own(tx, run.subjectId ?? "");
    const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const allowedTypes = Object.entries(activityTypes).flatMap(([type, { minPlan, isOnDemand }]) =>
      reaches(plan as Plan, minPlan) && !isOnDemand ? [type] : [],
    );
    return {
      ...{ name: row.name, type: row.type, goal: row.goal, channels: row.channels, allowedTypes },
      ...(row.budgetMinor === null ? {} : { budget: { amountMinor: row.budgetMinor, currency: row.currency } }),
      ...(row.startsOn ? { startDate: row.startsOn } : {}),
      ...(row.endsOn ? { endDate: row.endsOn } : {}),
      ...(row.notes ? { notes: row.notes } : {}),
      ...(row.brief ? { previous: row.brief } : {}),
    };
  });
}

/** Keeps the brief; a campaign that was already before the agency is decided anew. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<BriefDraft>): Promise<void> {
  const row = await own(tx, run.subjectId ?? "");
  if (row.status !== "draft" && row.status !== "dm_review") return;
  const brief = { ...data, contentNeeds: namedNeeds(data.contentNeeds, row.channels) };
  await set(tx, row.id, { brief: JSON.stringify(brief), runId: run.id });
  await Effect.audit("campaign.briefed", subject(row), { after: { runId: run.id } });
  await renewed(tx, row.id);
}

/** A person writes it by hand, or asks again. */
export async function giveUp(): Promise<void> {}

/** What is decided already is not rewritten under the hands of whoever decided it. */
export function demandOpen({ status, name }: Own): void {
  if (status !== "draft" && status !== "dm_review")
    throw new AppError(
      "request.illegal_transition",
      `"${name}" is ${status.replaceAll("_", " ")}; send it back first.`,
    );
}
