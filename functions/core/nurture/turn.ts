import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { order } from "#core/lead/email.ts";
import { logged } from "#core/lead/timeline.ts";
import * as Suppression from "#core/suppression/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { LeadConsent } from "#schema/lead.ts";
import { type ExitReason, type NurtureStep, nurtureDistanceHours, nurturePerDay, skipsMax } from "#schema/nurture.ts";
import { changed, leave } from "./ended.ts";
import { hoursAfter, type Row, stepsOf } from "./rows.ts";

/** How long a step whose e-mail is not sent yet is left alone before the next look, in hours. */
const lookAgain = 1 / 6;
const dayHours = 24;

type Step = NurtureStep & { stepOrder: number };

/** The clock's look at those who follow a sequence: each whose step is due goes one step on, once. One that cannot keeps no other waiting. */
export async function turn(now: Date): Promise<void> {
  const due = await transaction((tx) =>
    tx
      .selectFrom("leadNurtureEnrollments as e")
      .innerJoin("leadNurtureSequences as s", (join) =>
        join.onRef("s.tenantId", "=", "e.tenantId").onRef("s.id", "=", "e.sequenceId"),
      )
      .select("e.id")
      .where("e.tenantId", "=", tenant())
      .where("e.status", "=", "active")
      .where("e.nextStepAt", "<=", now)
      .where("s.status", "=", "active")
      .orderBy("e.nextStepAt")
      .orderBy("e.id")
      .limit(1_000)
      .execute(),
  );
  for (const { id } of due) {
    try {
      await transaction((tx) => goOn(tx, id, now));
    } catch (error) {
      log.error({ enrollmentId: id, error: error instanceof Error ? error.stack : String(error) }, "no step was taken");
    }
  }
}

async function goOn(tx: Tx, id: string, now: Date): Promise<void> {
  const due = tx
    .selectFrom("leadNurtureEnrollments")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "=", "active")
    .where("nextStepAt", "<=", now);
  const known = await due.executeTakeFirst();
  if (!known) return;
  // Balance before lead, lead before its place: as where an e-mail is ordered by hand, and where the lead answers.
  await Credit.lock(tx);
  const lead = await tx
    .selectFrom("leads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", known.leadId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const row = await due.forUpdate().executeTakeFirst();
  if (!row) return;
  const reason = await whyOut(tx, lead);
  if (reason) return leave(tx, row, "exit", reason);
  const steps = await stepsOf(tx, row.sequenceId, row.sequenceVersion);
  const step = steps.find(({ stepOrder }) => stepOrder === row.currentStepOrder + 1);
  if (!step) return leave(tx, row, "finish");
  if (step.channel === "email") return write(tx, row, lead, { step, steps, now });
  const metadata = { kind: step.channel, assignedTo: lead.assignedTo };
  await logged(tx, row.leadId, { type: "task_created", description: step.body, metadata });
  return advance(tx, row, { step, steps, status: "sent", at: now });
}

type Lead = Parameters<typeof order>[1];

async function whyOut(tx: Tx, { email, status, consent }: Lead): Promise<ExitReason | null> {
  if (status === "disqualified" || status === "converted") return status;
  if (LeadConsent.parse(consent).email === "refused") return "unsubscribed";
  const stopped = email ? await Suppression.reasonFor(tx, email) : null;
  if (!stopped) return null;
  return stopped === "bounce" || stopped === "invalid" ? "bounced" : "unsubscribed";
}

interface Turn {
  step: Step;
  steps: readonly Step[];
  now: Date;
}

async function write(tx: Tx, row: Row, lead: Lead, { step, steps, now }: Turn): Promise<void> {
  const run = await tx
    .selectFrom("nurtureStepRuns as r")
    .leftJoin("leadEmails as m", (join) =>
      join.onRef("m.tenantId", "=", "r.tenantId").onRef("m.id", "=", "r.leadEmailId"),
    )
    .select(["r.leadEmailId", "m.status", "m.sentAt"])
    .where("r.tenantId", "=", tenant())
    .where("r.enrollmentId", "=", row.id)
    .where("r.stepOrder", "=", step.stepOrder)
    .executeTakeFirst();
  if (run?.leadEmailId) {
    if (run.status === "sent") return advance(tx, row, { step, steps, status: "sent", at: run.sentAt ?? now });
    if (run.status === "discarded" || run.status === "failed")
      return advance(tx, row, { step, steps, status: "skipped", at: now, errorCode: run.status });
    return later(tx, row, hoursAfter(now, lookAgain));
  }
  const rest = await restUntil(tx, row.leadId, now);
  if (rest) return later(tx, row, rest);
  if (await isDayFull(tx, now)) return later(tx, row, hoursAfter(now, 1));
  try {
    const leadEmailId = await order(tx, lead, { purpose: "nurture", template: step.body });
    await keep(tx, row, step, { status: "scheduled", leadEmailId, errorCode: null });
    await later(tx, row, hoursAfter(now, lookAgain));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "lead.not_eligible")
      return advance(tx, row, { step, steps, status: "skipped", at: now, errorCode: error.code });
    await keep(tx, row, step, { status: "scheduled", leadEmailId: null, errorCode: error.code });
    await later(tx, row, hoursAfter(now, dayHours));
  }
}

interface Outcome {
  step: Step;
  steps: readonly Step[];
  status: "sent" | "skipped";
  /** The end of the step, from which the next is timed. */
  at: Date;
  errorCode?: string;
}

async function advance(tx: Tx, row: Row, { step, steps, status, at, errorCode }: Outcome): Promise<void> {
  await keep(tx, row, step, { status, executedAt: at, errorCode: errorCode ?? null });
  const skipsInRow = status === "skipped" ? row.skipsInRow + 1 : 0;
  const next = steps.find(({ stepOrder }) => stepOrder === step.stepOrder + 1);
  await tx
    .updateTable("leadNurtureEnrollments")
    .set({
      ...{ currentStepOrder: step.stepOrder, skipsInRow },
      nextStepAt: next ? hoursAfter(at, next.delayHours) : at,
    })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  const description = `Step ${step.stepOrder} of the sequence: ${status}`;
  const metadata = { sequenceId: row.sequenceId, step: step.stepOrder, status };
  await logged(tx, row.leadId, { type: "nurture_step_executed", description, metadata });
  await Effect.audit(
    "nurture_step.executed",
    { type: "nurture_enrollment", id: row.id, label: description },
    { after: { step: step.stepOrder, status } },
  );
  if (skipsInRow >= skipsMax) return leave(tx, row, "exit", "unreachable");
  if (!next) return leave(tx, row, "finish");
  await changed(tx, row.leadId);
}

async function keep(
  tx: Tx,
  row: Row,
  step: Step,
  set: { status: string; leadEmailId?: string | null; executedAt?: Date; errorCode: string | null },
): Promise<void> {
  await tx
    .insertInto("nurtureStepRuns")
    .values({
      tenantId: tenant(),
      id: newId("nurtureStepRun"),
      enrollmentId: row.id,
      stepOrder: step.stepOrder,
      ...set,
    })
    .onConflict((conflict) => conflict.columns(["tenantId", "enrollmentId", "stepOrder"]).doUpdateSet(set))
    .execute();
}

async function later(tx: Tx, { id }: Row, nextStepAt: Date): Promise<void> {
  await tx
    .updateTable("leadNurtureEnrollments")
    .set({ nextStepAt })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
}

// Two e-mails of sequences to one lead keep their distance.
async function restUntil(tx: Tx, leadId: string, now: Date): Promise<Date | null> {
  const last = await tx
    .selectFrom("leadEmails")
    .select("sentAt")
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("purpose", "=", "nurture")
    .where("sentAt", "is not", null)
    .orderBy("sentAt", "desc")
    .limit(1)
    .executeTakeFirst();
  const until = last?.sentAt ? hoursAfter(last.sentAt, nurtureDistanceHours) : null;
  return until && until > now ? until : null;
}

async function isDayFull(tx: Tx, now: Date): Promise<boolean> {
  const { plan } = await tx.selectFrom("tenants").select("plan").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const { count } = await tx
    .selectFrom("leadEmails")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("purpose", "=", "nurture")
    .where("createdAt", ">", hoursAfter(now, -dayHours))
    .executeTakeFirstOrThrow();
  const isLarge = plan === "agency" || plan === "enterprise";
  return Number(count) >= (isLarge ? nurturePerDay.agency : nurturePerDay.usual);
}
