import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AuditAction } from "#schema/audit.ts";
import {
  type DeliverableStatus,
  type DeliverableVerb,
  deliverableMachine,
  periodMachine,
} from "#schema/deliverable.ts";
import { newId } from "#schema/ids.ts";
import { after, allows } from "#schema/machine.ts";

const actions: Record<DeliverableVerb, AuditAction> = {
  drafted: "deliverable.drafted",
  drafted_groups: "deliverable.drafted",
  drafted_auto: "deliverable.approved",
  dm_approve: "deliverable.dm_approved",
  reject: "deliverable.rejected",
  approve: "deliverable.approved",
  confirm_publish: "deliverable.published",
  fail: "deliverable.failed",
  retry: "deliverable.retried",
};

/** The promised item that an activity makes begins with its work. Work that no plan promised has none. */
export async function begin(tx: Tx, activityId: string): Promise<void> {
  const work = await tx
    .selectFrom("activities as a")
    .innerJoin("deliverablePeriods as p", (join) =>
      join.onRef("p.tenantId", "=", "a.tenantId").onRef("p.id", "=", "a.deliverablePeriodId"),
    )
    .innerJoin("deliverableTemplates as t", (join) =>
      join.onRef("t.tenantId", "=", "p.tenantId").onRef("t.id", "=", "p.deliverableTemplateId"),
    )
    .select(["a.deliverableId", "a.type", "a.title", "a.input", "a.dueAt", "p.id as periodId", "t.id as templateId"])
    .select("t.goalId")
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", activityId)
    .executeTakeFirst();
  if (!work) return;
  if (work.deliverableId) return move(tx, activityId, "retry");
  const id = newId("deliverable");
  const { sequence = 1 } = work.input as { sequence?: number };
  await tx
    .insertInto("deliverables")
    .values({
      ...{ tenantId: tenant(), id, type: work.type, title: work.title, sequence, status: "generating" },
      deliverablePeriodId: work.periodId,
      deliverableTemplateId: work.templateId,
      goalId: work.goalId,
      dueOn: work.dueAt?.toISOString().slice(0, 10) ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .updateTable("activities")
    .set((eb) => ({
      deliverableId: eb
        .selectFrom("deliverables as d")
        .select("d.id")
        .where("d.tenantId", "=", tenant())
        .where("d.deliverablePeriodId", "=", work.periodId)
        .where("d.sequence", "=", sequence),
    }))
    .where("tenantId", "=", tenant())
    .where("id", "=", activityId)
    .execute();
  await Effect.audit("deliverable.started", { type: "deliverable", id, label: work.title });
}

/** Moves the promised item of an activity, and counts what is done and what is published. What is not possible now is left. */
export async function move(tx: Tx, activityId: string, verb: DeliverableVerb): Promise<void> {
  const row = await tx
    .selectFrom("deliverables as d")
    .innerJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "d.tenantId").onRef("a.deliverableId", "=", "d.id"),
    )
    .select(["d.id", "d.title", "d.status", "d.deliverablePeriodId"])
    .where("d.tenantId", "=", tenant())
    .where("a.id", "=", activityId)
    .forUpdate("d")
    .executeTakeFirst();
  if (!row || !allows(deliverableMachine, row.status as DeliverableStatus, verb)) return;
  const status = after(deliverableMachine, row.status as DeliverableStatus, verb, row.title);
  await tx
    .updateTable("deliverables")
    .set({ status })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.audit(
    actions[verb],
    { type: "deliverable", id: row.id, label: row.title },
    { before: { status: row.status }, after: { status } },
  );
  if (!row.deliverablePeriodId) return;
  if (status === "approved") await count(tx, row.deliverablePeriodId, "done");
  if (status === "published") await count(tx, row.deliverablePeriodId, "published");
}

async function count(tx: Tx, periodId: string, what: "done" | "published"): Promise<void> {
  const row = await tx
    .updateTable("deliverablePeriods")
    .set((eb) => ({ [what]: eb(what, "+", 1) }))
    .where("tenantId", "=", tenant())
    .where("id", "=", periodId)
    .returning(["status", "done", "target"])
    .executeTakeFirst();
  if (row?.status !== "active" || row.done < row.target) return;
  await tx
    .updateTable("deliverablePeriods")
    .set({ status: after(periodMachine, "active", "complete", "The period") })
    .where("tenantId", "=", tenant())
    .where("id", "=", periodId)
    .execute();
  await Effect.audit("deliverable_period.completed", { type: "deliverable_period", id: periodId, label: "Period" });
}
