import * as Approval from "#core/approval/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { forbids } from "#core/run/order.ts";
import * as Suppression from "#core/suppression/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { LeadConsent } from "#schema/lead.ts";
import {
  type LeadEmail,
  LeadEmailOrder,
  type LeadEmailStatus,
  type LeadEmailVerb,
  leadEmailMachine,
} from "#schema/lead-email.ts";
import { after } from "#schema/machine.ts";
import { hold } from "./hold.ts";
import { held } from "./index.ts";
import type { Row as Lead } from "./shape.ts";
import { unmasked } from "./sight.ts";

const agent = "lead-followup-writer";
const rateKey = "lead_followup";

/** Has an e-mail to a lead written. It goes nowhere before a person approved it. @throws lead.not_eligible */
export async function draft(leadId: string, input: LeadEmailOrder): Promise<LeadEmail> {
  require("lead.edit", "write to leads");
  const { purpose, template } = LeadEmailOrder.parse(input);
  return transaction(async (tx) => {
    // Balance before lead, as where a run is paid and then writes to it.
    await Credit.lock(tx);
    const { row: lead, sight } = await held(tx, leadId);
    unmasked(sight);
    return shape(await locked(tx, await order(tx, lead, { purpose, template })));
  });
}

/** Orders an e-mail to a lead that is held, in the name of whoever is at work. @returns its id @throws lead.not_eligible */
export async function order(tx: Tx, lead: Lead, { purpose, template }: LeadEmailOrder): Promise<string> {
  const recipient = await recipientOf(tx, lead);
  const id = newId("leadEmail");
  const runId = await begin(tx, id);
  await tx
    .insertInto("leadEmails")
    .values({
      ...{ tenantId: tenant(), id, leadId: lead.id, purpose, template: template ?? null, recipient, status: "writing" },
      ...{ runId, requestedBy: reference(), createdBy: reference() },
    })
    .execute();
  await Effect.audit("lead_email.requested", { type: "lead_email", id, label: recipient }, { after: { purpose } });
  await Effect.live("lead:updated", { id: lead.id, status: lead.status });
  return id;
}

/** The e-mails to a lead, newest first. */
export async function list(leadId: string): Promise<LeadEmail[]> {
  require("lead.edit", "see e-mails to leads");
  return transaction(async (tx) => {
    const { sight } = await held(tx, leadId);
    unmasked(sight);
    const rows = await tx
      .selectFrom("leadEmails")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("leadId", "=", leadId)
      .where("deletedAt", "is", null)
      .orderBy("id", "desc")
      .limit(100)
      .execute();
    return rows.map(shape);
  });
}

/** One e-mail to a lead in sight. */
export async function get(id: string): Promise<LeadEmail> {
  require("lead.edit", "see e-mails to leads");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const { sight } = await held(tx, row.leadId).catch((error: unknown) => {
      throw error instanceof AppError ? notFound("E-mail", id) : error;
    });
    unmasked(sight);
    return shape(row);
  });
}

/** The hash of everything that would be sent. */
export function hashOf(mail: { recipient: string; subject: string; body: string }): string {
  return sha256(JSON.stringify([mail.recipient, mail.subject, mail.body]));
}

/** An e-mail to a lead of the tenant at work, held until the transaction ends; its lead is held before it, as everywhere. */
export async function locked(tx: Tx, id: string) {
  const mail = tx
    .selectFrom("leadEmails")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null);
  const known = await mail.executeTakeFirst();
  if (!known) throw notFound("E-mail", id);
  await hold(tx, [known.leadId]);
  const row = await mail.forUpdate().executeTakeFirst();
  if (!row) throw notFound("E-mail", id);
  return row;
}

/** Lays an e-mail aside that is held and has not left: nobody decides it any more, and it does not go out. */
export async function layAside(tx: Tx, row: Awaited<ReturnType<typeof locked>>, note: string): Promise<void> {
  await move(tx, row, "discard", { decisionNote: note, decidedBy: reference(), decidedAt: new Date() });
  await Approval.supersede(tx, { type: "lead_email", id: row.id });
  await Effect.audit("lead_email.discarded", { type: "lead_email", id: row.id, label: row.subject }, {}, note);
}

/** Changes the state of an e-mail that is held. */
export async function move(
  tx: Tx,
  row: Awaited<ReturnType<typeof locked>>,
  verb: LeadEmailVerb,
  set: Record<string, unknown> = {},
): Promise<void> {
  const status = after(leadEmailMachine, row.status as LeadEmailStatus, verb, "The e-mail");
  await tx
    .updateTable("leadEmails")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("content:updated", { kind: "lead_email", id: row.id, status, version: row.version });
}

/** Whom an e-mail to the lead would go to. @throws lead.not_eligible where nobody may be written to */
export async function recipientOf(tx: Tx, lead: Lead): Promise<string> {
  const refuse = (why: string) => new AppError("lead.not_eligible", why);
  if (!lead.email) throw refuse("The lead has no e-mail address.");
  if (lead.status === "disqualified") throw refuse("The lead was disqualified; reopen it first.");
  if (LeadConsent.parse(lead.consent).email === "refused") throw refuse("The lead wants no e-mail.");
  if (await Suppression.reasonFor(tx, lead.email)) throw refuse("The address is not written to any more.");
  return lead.email;
}

async function begin(tx: Tx, id: string): Promise<string> {
  const subject = { type: "lead_email", id };
  const blocked = await forbids(tx, agent);
  if (blocked === "plan") throw new AppError("plan.plan_limit", "E-mails to leads come with the pro plan.");
  if (blocked) throw new AppError("request.illegal_transition", `The writer cannot work now (${blocked}).`);
  const amount = await Credit.rate(tx, rateKey);
  if (!(await Credit.reserve({ subject, rateKey, amount })))
    throw new AppError("credits.insufficient_credits", `An e-mail costs ${amount / 100} credits, more than are left.`);
  return dispatch(tx, { agent, subject, version: 1, wakeReason: "new_task", priority: "high", credits: amount });
}

function shape(row: Awaited<ReturnType<typeof locked>>): LeadEmail {
  const { id, leadId, recipient, subject, body, contentHash, decisionNote, errorCode, runId } = row;
  return {
    ...{ id, leadId, recipient, subject, body, contentHash, decisionNote, errorCode, runId },
    purpose: row.purpose as LeadEmail["purpose"],
    status: row.status as LeadEmail["status"],
    sendAt: iso(row.sendAt),
    createdAt: iso(row.createdAt),
  };
}
