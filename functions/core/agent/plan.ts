import { AppError } from "#schema/errors.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";

/** Holds a plan to whether agents may run elsewhere. @throws plan.plan_limit */
export function demandExternalAgents(plan: string): void {
  if (plans[plan as Plan].externalAgents) return;
  throw new AppError("plan.plan_limit", `The plan ${plan} has no external agents. Choose a higher plan.`);
}
