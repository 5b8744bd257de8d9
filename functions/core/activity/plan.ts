import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ActivityType, Priority } from "#schema/activity.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { depend } from "./depend.ts";
import { note } from "./note.ts";

/** Plans an activity; what it depends on must be done before it starts. @returns its id */
export async function plan(
  tx: Tx,
  input: {
    type: ActivityType;
    doer: AgentName | "human";
    title: string;
    description?: string;
    priority: Priority;
    input: Record<string, unknown>;
    dependsOn?: readonly string[];
    planMonthId?: string;
    deliverablePeriodId?: string | null;
    platform?: string | null;
    campaignId?: string;
    assigneeUserId?: string | null;
    dueAt?: Date;
    scheduledFor?: Date | null;
  },
): Promise<string> {
  const now = new Date();
  const period = `${String(now.getUTCFullYear()).slice(2)}${String(now.getUTCMonth() + 1).padStart(2, "0")}`;
  // Balance before number, as where a run is paid and then plans: two who plan at once never wait for each other.
  await Credit.lock(tx);
  const number = await tx
    .selectNoFrom((eb) => eb.fn<number>("take_number", [eb.val("activity"), eb.val(period)]).as("n"))
    .executeTakeFirstOrThrow();
  const id = newId("activity");
  const ref = `ACT-${period}-${String(number.n).padStart(3, "0")}`;
  await tx
    .insertInto("activities")
    .values({
      tenantId: tenant(),
      id,
      ref,
      type: input.type,
      title: input.title,
      doer: input.doer,
      status: "pending",
      priority: input.priority,
      input: JSON.stringify(input.input),
      description: input.description || null,
      planMonthId: input.planMonthId ?? null,
      deliverablePeriodId: input.deliverablePeriodId ?? null,
      platform: input.platform ?? null,
      campaignId: input.campaignId ?? null,
      assigneeUserId: input.assigneeUserId ?? null,
      dueAt: input.dueAt ?? null,
      scheduledFor: input.scheduledFor ?? null,
    })
    .execute();
  for (const dependsOnId of input.dependsOn ?? []) await depend(tx, id, dependsOnId);
  await note(tx, id, "planned", `Planned as ${ref}`);
  await Effect.searchSync("activities", id);
  await Effect.audit(
    "activity.planned",
    { type: "activity", id, label: ref },
    { after: { type: input.type, title: input.title } },
  );
  return id;
}
