import * as Effect from "#core/effect/index.ts";
import { layAside } from "#core/lead/email.ts";
import { logged } from "#core/lead/timeline.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { leadEmailMachine } from "#schema/lead-email.ts";
import { after, sources } from "#schema/machine.ts";
import { type EnrollmentStatus, type EnrollmentVerb, type ExitReason, enrollmentMachine } from "#schema/nurture.ts";
import { followed, type Row } from "./rows.ts";

const told = {
  pause: { action: "enrollment.paused", type: "nurture_paused", said: "The sequence waits" },
  resume: { action: "enrollment.resumed", type: "nurture_resumed", said: "The sequence goes on" },
  finish: { action: "enrollment.completed", type: "nurture_exited", said: "The sequence is through" },
  exit: { action: "enrollment.exited", type: "nurture_exited", said: "The sequence was left" },
} as const;

/** Something happened after which a lead gets no more of a sequence. */
export async function ended(tx: Tx, leadId: string, reason: ExitReason): Promise<void> {
  const row = await followed(tx, leadId);
  if (row) await leave(tx, row, "exit", reason);
}

/** Moves a lead along or out of its sequence; what was written for it and has not left is laid aside where it stops. */
export async function leave(
  tx: Tx,
  row: Row,
  verb: EnrollmentVerb,
  reason: ExitReason | null = null,
  set: { nextStepAt?: Date; currentStepOrder?: number } = {},
): Promise<void> {
  const status = after(enrollmentMachine, row.status as EnrollmentStatus, verb, "The sequence of the lead");
  const isOver = verb === "finish" || verb === "exit";
  await tx
    .updateTable("leadNurtureEnrollments")
    .set({ status, exitReason: verb === "exit" ? reason : null, nextStepAt: null, ...set })
    .set(isOver ? { endedAt: new Date() } : {})
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  if (verb === "pause" || verb === "exit") await layWrittenAside(tx, row.id);
  const { action, type, said } = told[verb];
  const metadata = { sequenceId: row.sequenceId, ...(reason ? { reason } : {}) };
  const description = reason ? `${said}: ${reason.replaceAll("_", " ")}` : said;
  await logged(tx, row.leadId, { type, description, metadata });
  const change = { before: { status: row.status }, after: { status, ...(reason ? { reason } : {}) } };
  await Effect.audit(action, { type: "nurture_enrollment", id: row.id, label: said }, change);
  await changed(tx, row.leadId);
}

/** Whether an e-mail belongs to a sequence that its lead does not follow any more, or not now. */
export async function isStopped(tx: Tx, leadEmailId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("nurtureStepRuns as r")
    .innerJoin("leadNurtureEnrollments as e", (join) =>
      join.onRef("e.tenantId", "=", "r.tenantId").onRef("e.id", "=", "r.enrollmentId"),
    )
    .select("e.status")
    .where("r.tenantId", "=", tenant())
    .where("r.leadEmailId", "=", leadEmailId)
    .executeTakeFirst();
  return row !== undefined && row.status !== "active";
}

/** Tells the screens that something of a lead changed. */
export async function changed(tx: Tx, leadId: string): Promise<void> {
  const { status } = await tx
    .selectFrom("leads")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("id", "=", leadId)
    .executeTakeFirstOrThrow();
  await Effect.live("lead:updated", { id: leadId, status });
}

// An e-mail that is on its way already is no longer ours to take back; one that is being written is laid aside when it is there.
async function layWrittenAside(tx: Tx, enrollmentId: string): Promise<void> {
  const mails = await tx
    .selectFrom("nurtureStepRuns as r")
    .innerJoin("leadEmails as m", (join) =>
      join.onRef("m.tenantId", "=", "r.tenantId").onRef("m.id", "=", "r.leadEmailId"),
    )
    .selectAll("m")
    .where("r.tenantId", "=", tenant())
    .where("r.enrollmentId", "=", enrollmentId)
    .where("m.status", "in", sources(leadEmailMachine, "discard"))
    .orderBy("m.id")
    .forUpdate("m")
    .execute();
  for (const mail of mails) await layAside(tx, mail, "Its sequence was stopped.");
}
