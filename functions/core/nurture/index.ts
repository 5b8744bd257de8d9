import * as Effect from "#core/effect/index.ts";
import { hold } from "#core/lead/hold.ts";
import { iso } from "#core/page/index.ts";
import { forbids } from "#core/run/order.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import { sql, type Tx, transaction } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import {
  NurtureInput,
  type NurtureSequence,
  type SequenceStatus,
  type SequenceVerb,
  sequenceMachine,
} from "#schema/nurture.ts";
import { leave } from "./ended.ts";
import { stepsOf, stepsOfEach } from "./rows.ts";

const done = { activate: "sequence.activated", pause: "sequence.paused", archive: "sequence.archived" } as const;

/** Writes a sequence down; nobody enters it before it is activated. @throws plan.plan_limit, request.conflict */
export async function create(input: NurtureInput): Promise<NurtureSequence> {
  require("lead_setup.edit", "set up sequences");
  const { name, steps } = NurtureInput.parse(input);
  return transaction(async (tx) => {
    if ((await forbids(tx, "lead-followup-writer")) === "plan")
      throw new AppError("plan.plan_limit", "Sequences for leads come with the pro plan. Change the plan first.");
    const id = newId("nurtureSequence");
    const made = await tx
      .insertInto("leadNurtureSequences")
      .values({ tenantId: tenant(), id, name, status: "draft", createdBy: reference() })
      .onConflict((conflict) => conflict.columns(["tenantId", "name"]).where("status", "<>", "archived").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!made) throw taken(name);
    await tx
      .insertInto("leadNurtureSteps")
      .values(
        steps.map((step, at) => ({
          ...{ tenantId: tenant(), id: newId("nurtureStep"), sequenceId: id, version: 1, stepOrder: at + 1, ...step },
        })),
      )
      .execute();
    await Effect.audit(
      "sequence.created",
      { type: "nurture_sequence", id, label: name },
      { after: { steps: steps.length } },
    );
    return get(id);
  });
}

/** The sequences, newest first. */
export async function list(): Promise<NurtureSequence[]> {
  require("lead.edit", "see sequences");
  return transaction(async (tx) => {
    const rows = await sequences(tx).orderBy("s.id", "desc").limit(200).execute();
    const stepsAt = await stepsOfEach(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => shape(row, stepsAt(row.id, row.version)));
  });
}

/** One sequence with its steps and how many follow it. */
export async function get(id: string): Promise<NurtureSequence> {
  require("lead.edit", "see sequences");
  return transaction(async (tx) => {
    const row = await sequences(tx).where("s.id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Sequence", id);
    return shape(row, await stepsOf(tx, row.id, row.version));
  });
}

/** Lets leads enter a sequence, holds it, or puts it away: who follows it then leaves. @throws request.illegal_transition */
export async function steer(id: string, verb: SequenceVerb): Promise<NurtureSequence> {
  require("lead_setup.edit", "set up sequences");
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("leadNurtureSequences")
      .select(["name", "status", "updatedAt"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      // A lead that is held and enters the sequence meanwhile does not wait for this, which waits for leads.
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) throw notFound("Sequence", id);
    const status = after(sequenceMachine, row.status as SequenceStatus, verb, `"${row.name}"`);
    await tx
      .updateTable("leadNurtureSequences")
      .set({ status })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
    if (verb === "activate" && row.status === "paused") await goOn(tx, id, row.updatedAt);
    const change = { before: { status: row.status }, after: { status } };
    await Effect.audit(done[verb], { type: "nurture_sequence", id, label: row.name }, change);
    if (verb === "archive") await dissolve(tx, id);
    return get(id);
  });
}

// What was not due yet when the sequence was held keeps the delay that was left.
async function goOn(tx: Tx, sequenceId: string, heldAt: Date): Promise<void> {
  await tx
    .updateTable("leadNurtureEnrollments")
    .set({ nextStepAt: sql<Date>`next_step_at + (now() - ${heldAt}::timestamptz)` })
    .where("tenantId", "=", tenant())
    .where("sequenceId", "=", sequenceId)
    .where("status", "=", "active")
    .where("nextStepAt", ">", heldAt)
    .execute();
}

async function dissolve(tx: Tx, sequenceId: string): Promise<void> {
  const followers = tx
    .selectFrom("leadNurtureEnrollments")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("sequenceId", "=", sequenceId)
    .where("status", "in", ["active", "paused"]);
  const leadIds = (await followers.execute()).map(({ leadId }) => leadId);
  if (leadIds.length === 0) return;
  await hold(tx, leadIds);
  const rows = await followers.where("leadId", "in", leadIds).orderBy("id").forUpdate().execute();
  for (const row of rows) await leave(tx, row, "exit", "sequence_archived");
}

function sequences(tx: Tx) {
  const counted = (status: string) => sql<number>`(select count(*)::int from lead_nurture_enrollments e
    where e.tenant_id = s.tenant_id and e.sequence_id = s.id and e.status = ${status})`;
  return tx
    .selectFrom("leadNurtureSequences as s")
    .select(["s.id", "s.name", "s.version", "s.status", "s.createdAt"])
    .select([counted("active").as("active"), counted("completed").as("completed"), counted("exited").as("exited")])
    .where("s.tenantId", "=", tenant());
}

function shape(
  row: Awaited<ReturnType<ReturnType<typeof sequences>["execute"]>>[number],
  steps: Awaited<ReturnType<typeof stepsOf>>,
): NurtureSequence {
  return {
    ...row,
    status: row.status as SequenceStatus,
    steps: steps.map(({ channel, delayHours, body }) => ({ channel, delayHours, body })),
    createdAt: iso(row.createdAt),
  };
}

function taken(name: string): AppError {
  const message = `There is a sequence "${name}" already. Choose another name.`;
  return new AppError("request.validation_failed", message, { fields: [{ path: "name", rule: "unique", message }] });
}
