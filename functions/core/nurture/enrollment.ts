import type * as z from "zod";
import * as Effect from "#core/effect/index.ts";
import { recipientOf } from "#core/lead/email.ts";
import { held } from "#core/lead/index.ts";
import { unmasked } from "#core/lead/sight.ts";
import { logged } from "#core/lead/timeline.ts";
import { forbids } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { LeadConsent } from "#schema/lead.ts";
import { type Enrollment, type EnrollWish, nurtureRestDays, type PauseWish } from "#schema/nurture.ts";
import { changed, leave } from "./ended.ts";
import { ofLead } from "./read.ts";
import { followed, hoursAfter, stepsOf } from "./rows.ts";

/** Has a lead follow a sequence; each e-mail of it is approved before it leaves. @throws lead.not_eligible, plan.plan_limit */
export async function enroll(leadId: string, { sequenceId }: z.infer<typeof EnrollWish>): Promise<Enrollment[]> {
  return withLead(leadId, async (tx, lead) => {
    if ((await forbids(tx, "lead-followup-writer")) === "plan")
      throw new AppError("plan.plan_limit", "Sequences for leads come with the pro plan. Change the plan first.");
    const sequence = await tx
      .selectFrom("leadNurtureSequences")
      .select(["id", "name", "version", "status"])
      .where("tenantId", "=", tenant())
      .where("id", "=", sequenceId)
      .executeTakeFirst();
    if (!sequence) throw notFound("Sequence", sequenceId);
    if (sequence.status !== "active") throw refusal(`"${sequence.name}" is ${sequence.status}; activate it first.`);
    if (lead.status === "converted") throw refusal("The lead is a customer already.");
    await recipientOf(tx, lead);
    if (LeadConsent.parse(lead.consent).email !== "granted") throw refusal("The lead has not agreed to e-mails.");
    if (await followed(tx, leadId)) throw refusal("The lead follows a sequence already; stop that first.");
    if (await leftLately(tx, leadId, sequenceId))
      throw refusal(`The lead left this sequence less than ${nurtureRestDays} days ago.`);
    const [first] = await stepsOf(tx, sequenceId, sequence.version);
    const id = newId("nurtureEnrollment");
    await tx
      .insertInto("leadNurtureEnrollments")
      .values({
        ...{ tenantId: tenant(), id, leadId, sequenceId, sequenceVersion: sequence.version, status: "active" },
        ...{ enrolledBy: reference(), nextStepAt: hoursAfter(new Date(), first?.delayHours ?? 0) },
      })
      .execute();
    const description = `Follows the sequence "${sequence.name}"`;
    await logged(tx, leadId, { type: "nurture_enrolled", description, metadata: { sequenceId } });
    await Effect.audit("enrollment.started", { type: "nurture_enrollment", id, label: sequence.name });
    await changed(tx, leadId);
  });
}

/** Holds the sequence of a lead, as when the lead wrote back; what was not sent is laid aside. */
export async function pause(leadId: string, { answered }: z.infer<typeof PauseWish>): Promise<Enrollment[]> {
  return withLead(leadId, async (tx) => {
    if (answered) await logged(tx, leadId, { type: "email_received", description: "The lead wrote back" });
    await leave(tx, await following(tx, leadId), "pause", answered ? "replied" : null);
  });
}

/** Lets it go on: the next step is due after its own delay, counted from now. What was sent for it, or still may be, is not written again. */
export async function resume(leadId: string): Promise<Enrollment[]> {
  return withLead(leadId, async (tx) => {
    const row = await following(tx, leadId);
    const steps = await stepsOf(tx, row.sequenceId, row.sequenceVersion);
    const next = steps.find(({ stepOrder }) => stepOrder === row.currentStepOrder + 1);
    await tx
      .updateTable("nurtureStepRuns")
      .set({ leadEmailId: null, status: "scheduled", errorCode: null })
      .where("tenantId", "=", tenant())
      .where("enrollmentId", "=", row.id)
      .where("stepOrder", "=", row.currentStepOrder + 1)
      .where("status", "=", "scheduled")
      .where((eb) => eb.or([eb("leadEmailId", "is", null), eb("leadEmailId", "in", endedMails(tx, leadId))]))
      .execute();
    await leave(tx, row, "resume", null, { nextStepAt: hoursAfter(new Date(), next?.delayHours ?? 0) });
  });
}

/** Takes a lead out of its sequence for good. */
export async function exit(leadId: string): Promise<Enrollment[]> {
  return withLead(leadId, async (tx) => leave(tx, await following(tx, leadId), "exit", "manual"));
}

/** The sequences that a lead followed and follows, newest first. */
export async function list(leadId: string): Promise<Enrollment[]> {
  return withLead(leadId, async () => undefined);
}

type Lead = Awaited<ReturnType<typeof held>>["row"];

async function withLead(leadId: string, act: (tx: Tx, lead: Lead) => Promise<void>): Promise<Enrollment[]> {
  require("lead.edit", "lead leads on");
  return transaction(async (tx) => {
    const { row, sight } = await held(tx, leadId);
    unmasked(sight);
    await act(tx, row);
    return ofLead(tx, leadId);
  });
}

const endedMails = (tx: Tx, leadId: string) =>
  tx
    .selectFrom("leadEmails")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("status", "in", ["discarded", "failed"]);

async function following(tx: Tx, leadId: string) {
  const row = await followed(tx, leadId);
  if (!row) throw new AppError("request.illegal_transition", "The lead follows no sequence.");
  return row;
}

async function leftLately(tx: Tx, leadId: string, sequenceId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("leadNurtureEnrollments")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("leadId", "=", leadId)
    .where("sequenceId", "=", sequenceId)
    .where("status", "=", "exited")
    .where("endedAt", ">", hoursAfter(new Date(), -24 * nurtureRestDays))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function refusal(why: string): AppError {
  return new AppError("lead.not_eligible", why);
}
