import * as Credit from "#core/credit/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { type Plan, reaches } from "#schema/tenant.ts";
import type { PlannableType } from "./rules.ts";

/** A type of work with what people call it. */
export interface NamedType extends PlannableType {
  label: string;
}

/** The types of work that a plan includes, with the quantities of a month and the credits of one piece. */
export async function typesFor(tx: Tx, plan: Plan): Promise<NamedType[]> {
  const types: NamedType[] = [];
  const { websiteUrl } = await tx
    .selectFrom("tenants")
    .select("websiteUrl")
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  for (const [type, terms] of Object.entries(activityTypes)) {
    if (!reaches(plan, terms.minPlan) || terms.isOnDemand) continue;
    if (terms.needsSite && !websiteUrl) continue;
    const credits = terms.creditRateKey ? (await Credit.rate(tx, terms.creditRateKey)) / 100 : 0;
    const { min, max } = terms.monthly;
    const needs: ActivityType[] = [...terms.dependsOn];
    types.push({ type, label: terms.label, min, max, credits, needs });
  }
  return types;
}
