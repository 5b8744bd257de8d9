import * as Effect from "#core/effect/index.ts";
import { newest, order } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Visibility, VisibilityPlatform, VisibilityRun } from "#schema/visibility.ts";
import { assistantsOf } from "./assistants.ts";
import { openQuestions } from "./questions.ts";

const restMs = 3_600_000;

/**
 * Asks the assistants now what was not asked today. @returns the run and how many questions it asks
 * @throws request.rate_limited within an hour of the last one; request.illegal_transition when there is nothing or nobody to ask;
 * plan.plan_limit; credits.insufficient_credits
 */
export async function request(): Promise<VisibilityRun> {
  require("insight.manage", "have assistants asked");
  return transaction(async (tx) => {
    await tx.selectFrom("tenants").select("id").where("id", "=", tenant()).forUpdate().execute();
    await demandRest(tx);
    const questions = await demandQuestions(tx);
    const id = newId("visibilityCheck");
    const blocked = await order(tx, { ...monitor(id), priority: "high" });
    if (blocked === "plan")
      throw new AppError("plan.plan_limit", "Asking assistants comes with the pro plan. Change the plan first.");
    if (blocked === "insufficient_credits")
      throw new AppError("credits.insufficient_credits", "There are not enough credits to ask the assistants.");
    if (blocked)
      throw new AppError("request.illegal_transition", `The AI visibility monitor cannot work now (${blocked}).`);
    const run = await newest(tx, "ai-visibility-monitor", monitor(id).subject);
    await Effect.audit("ai_visibility.run_requested", monitor(id).subject, { after: { questions } });
    return { runId: run?.id ?? "", questions };
  });
}

/** What the clock does by the schedule of the tenant at work; whoever cannot be asked about now is left for the next time. */
export async function requestDue(): Promise<void> {
  await transaction(async (tx) => {
    if ((await openQuestions(tx)).length === 0) return;
    const id = newId("visibilityCheck");
    const blocked = await order(tx, { ...monitor(id), priority: "low" });
    if (!blocked) await Effect.audit("ai_visibility.run_requested", monitor(id).subject);
  });
}

/** Switches an assistant on or off for the tenant at work. */
export async function setEnabled(key: VisibilityPlatform, enabled: boolean): Promise<void> {
  require("insight.manage", "choose assistants");
  await transaction(async (tx) => {
    const assistant = (await assistantsOf(tx)).find((one) => one.key === key);
    if (!assistant) throw notFound("Assistant", key);
    if (assistant.enabled === enabled) return;
    await tx
      .insertInto("tenantAiVisibilityPlatforms")
      .values({
        ...{ tenantId: tenant(), id: newId("tenantVisibilityPlatform"), platformId: assistant.id },
        ...{ enabled, createdBy: reference() },
      })
      .onConflict((conflict) =>
        conflict.columns(["tenantId", "platformId"]).doUpdateSet({ enabled, updatedBy: reference() }),
      )
      .execute();
    const subject = { type: "ai_visibility_platform", id: assistant.id, label: assistant.name };
    await Effect.audit("ai_visibility.platform_toggled", subject, {
      before: { enabled: !enabled },
      after: { enabled },
    });
    await Effect.live("ai_visibility:updated", { id: assistant.id });
  });
}

/** Says when the assistants are asked by themselves. */
export async function setSchedule(schedule: Visibility["schedule"]): Promise<void> {
  require("insight.manage", "choose when assistants are asked");
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("tenantSettings")
      .select(["id", "aiVisibilitySchedule"])
      .where("tenantId", "=", tenant())
      .forUpdate()
      .executeTakeFirst();
    const before = row?.aiVisibilitySchedule ?? "off";
    if (before === schedule) return;
    await tx
      .insertInto("tenantSettings")
      .values({
        tenantId: tenant(),
        id: newId("tenantSettings"),
        aiVisibilitySchedule: schedule,
        createdBy: reference(),
      })
      .onConflict((conflict) =>
        conflict.column("tenantId").doUpdateSet({ aiVisibilitySchedule: schedule, updatedBy: reference() }),
      )
      .execute();
    const subject = { type: "tenant", id: tenant(), label: "AI visibility" };
    await Effect.audit("ai_visibility.schedule_changed", subject, {
      before: { schedule: before },
      after: { schedule },
    });
    await Effect.live("ai_visibility:updated", { id: tenant() });
  });
}

async function demandRest(tx: Tx): Promise<void> {
  const last = await tx
    .selectFrom("agentRuns")
    .select("createdAt")
    .where("tenantId", "=", tenant())
    .where("agent", "=", "ai-visibility-monitor")
    .where("status", "!=", "error")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const waitMs = (last?.createdAt.getTime() ?? 0) + restMs - Date.now();
  if (waitMs > 0)
    throw new AppError("request.rate_limited", "The assistants were asked within the last hour. Ask again later.", {
      details: { retryAfterSeconds: Math.ceil(waitMs / 1_000) },
    });
}

async function demandQuestions(tx: Tx): Promise<number> {
  const assistants = await assistantsOf(tx);
  if (!assistants.some(({ enabled, available }) => enabled && available))
    throw new AppError("request.illegal_transition", "No assistant can be asked: none is switched on and configured.");
  const questions = await openQuestions(tx);
  if (questions.length === 0)
    throw new AppError(
      "request.illegal_transition",
      "There is nothing to ask: add a prompt, or wait until tomorrow for those that were asked today.",
    );
  return questions.length;
}

function monitor(id: string) {
  const subject = { type: "ai_visibility", id, label: "AI visibility" };
  return { agent: "ai-visibility-monitor", subject, version: 1 } as const;
}
