import type { Failed } from "#agents/descriptor/index.ts";
import type { FollowUp } from "#agents/lead-followup-writer.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { isStopped } from "#core/nurture/ended.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { hashOf, layAside, locked, move } from "./email.ts";
import { logged } from "./timeline.ts";

const toldMax = 10;

/** What the writer gets: the lead as it was written down, what happened lately, and who writes. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const mail = await locked(tx, run.subjectId ?? "");
    const lead = await tx
      .selectFrom("leads")
      .select(["firstName", "lastName", "company", "jobTitle", "message", "status", "source"])
      .where("tenantId", "=", tenant())
      .where("id", "=", mail.leadId)
      .executeTakeFirstOrThrow();
    const events = await tx
      .selectFrom("leadActivities")
      .select(["type", "description", "occurredAt"])
      .where("tenantId", "=", tenant())
      .where("leadId", "=", mail.leadId)
      .where("type", "!=", "enrichment")
      .orderBy("occurredAt", "desc")
      .limit(toldMax)
      .execute();
    const owner = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const known = Object.entries({ ...lead, message: lead.message?.slice(0, 4_000) ?? null }).filter(
      ([, value]) => value,
    );
    return {
      lead: Object.fromEntries(known),
      lastActivities: events.map(({ type, description, occurredAt }) => ({
        ...{ type, description: (description ?? "").slice(0, 500), on: occurredAt.toISOString().slice(0, 10) },
      })),
      ...{ purpose: mail.purpose, sender: owner.name, ...(mail.template ? { template: mail.template } : {}) },
    };
  });
}

/** Keeps the e-mail as a draft and puts it before the agency. */
export async function store(tx: Tx, run: ClaimedRun, { data, suspected }: Product<FollowUp>): Promise<void> {
  const row = await locked(tx, run.subjectId ?? "");
  const { subject, body } = data;
  const contentHash = hashOf({ recipient: row.recipient, subject, body });
  const sendAt = data.suggestedSendAt ? new Date(data.suggestedSendAt) : null;
  await move(tx, row, "write", { subject, body, contentHash, sendAt, runId: run.id });
  await Effect.audit("lead_email.drafted", { type: "lead_email", id: row.id, label: subject });
  if (await isStopped(tx, row.id))
    return layAside(tx, { ...row, subject, status: "draft" }, "Its sequence was stopped.");
  await Approval.open(tx, {
    kind: "lead_email",
    subject: { type: "lead_email", id: row.id, title: subject },
    ...{ version: row.version, contentHash, stage: "dm", author: `agent:${run.id}` },
    flags: suspected ? ["injection_suspected"] : [],
  });
}

/** Nothing was written: somebody has to. */
export async function giveUp(tx: Tx, run: Failed, code: string): Promise<void> {
  const row = await locked(tx, run.subjectId ?? "");
  await move(tx, row, "give_up", { errorCode: code.slice(0, 60) });
  await logged(tx, row.leadId, { type: "task_created", description: "Write to the lead by hand", metadata: { code } });
}
