import * as Credit from "#core/credit/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import * as Task from "#core/task/index.ts";
import { require, tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AuditAction } from "#schema/audit.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { after } from "#schema/machine.ts";
import { plans } from "#schema/plans.ts";
import type { Plan, TenantStatus, TenantVerb } from "#schema/tenant.ts";
import { tenantMachine } from "#schema/tenant.ts";

const dayMs = 24 * 3_600_000;
const reopenDays = 90;

interface Row {
  name: string;
  status: TenantStatus;
  plan: Plan;
  trialEndsAt: Date | null;
  cancelledAt: Date | null;
}
type Change = Partial<{
  trialEndsAt: Date | null;
  suspendedAt: Date | null;
  suspendReason: string | null;
  cancelAt: Date | null;
  cancelledAt: Date | null;
}>;
type Work = (tx: Tx, row: Row) => Promise<Change> | Change;

/** Opens a tenant for good: its plan's credits are granted if they were not yet. */
export function activate(tenantId: string): Promise<void> {
  return asStaff(tenantId, "activate", "tenant.activated", granting);
}

/** The same by the product itself, for a plan that costs nothing, in the transaction that makes the tenant. */
export async function activateFree(tx: Tx): Promise<void> {
  await move(tx, "activate", "tenant.activated", () => ({}));
  await crawl(tx);
}

/** Opens a tenant for a time, by default its plan's trial. */
export function startTrial(tenantId: string, trialDays?: number): Promise<void> {
  return asStaff(tenantId, "start_trial", "tenant.trial_started", async (tx, row) => {
    const days = trialDays ?? plans[row.plan].trialDays;
    if (days < 1) {
      const message = `The plan ${row.plan} has no trial of its own. Say how many days it shall be.`;
      throw new AppError("request.validation_failed", message, {
        fields: [{ path: "trialDays", rule: "required", message }],
      });
    }
    await granting(tx, row);
    return { trialEndsAt: new Date(Date.now() + days * dayMs) };
  });
}

/** A trial becomes a running agreement. */
export function convert(tenantId: string): Promise<void> {
  return asStaff(tenantId, "convert", "tenant.converted", () => ({ trialEndsAt: null }));
}

/** Shuts the tenant's people out with their next request; what runs ends, nothing starts, nothing is published. */
export function suspend(tenantId: string, reason: string): Promise<void> {
  const change = () => ({ suspendedAt: new Date(), suspendReason: reason });
  return asStaff(tenantId, "suspend", "tenant.suspended", change, reason);
}

/** Lets the tenant go on. */
export function reinstate(tenantId: string): Promise<void> {
  return asStaff(tenantId, "reinstate", "tenant.reinstated", () => ({ suspendedAt: null, suspendReason: null }));
}

/** Ends the agreement: channels lose their credentials, what was put off is called off. Data stays for 90 days. */
export function cancel(tenantId: string, reason: string): Promise<void> {
  const work: Work = async (tx) => {
    await endWork(tx);
    return { cancelledAt: new Date(), cancelAt: null, suspendedAt: null, suspendReason: null };
  };
  return asStaff(tenantId, "cancel", "tenant.cancelled", work, reason);
}

/** The same by the product itself, for a tenant whose first payment never came. */
export async function cancelUnpaid(tx: Tx, note: string): Promise<void> {
  await move(tx, "cancel", "tenant.cancelled", () => ({ cancelledAt: new Date() }), note);
}

/** Takes a cancellation back, within 90 days. Channels must be connected anew. */
export function reopen(tenantId: string): Promise<void> {
  return asStaff(tenantId, "reopen", "tenant.reopened", (_, row) => {
    const ended = row.cancelledAt?.getTime() ?? 0;
    if (Date.now() - ended > reopenDays * dayMs)
      throw new AppError("request.illegal_transition", `${row.name} was cancelled more than ${reopenDays} days ago.`);
    return { cancelledAt: null, cancelAt: null };
  });
}

async function asStaff(
  tenantId: string,
  verb: TenantVerb,
  action: AuditAction,
  work: Work,
  reason?: string,
): Promise<void> {
  await within(tenantId, async () => {
    require("tenant.manage", "manage clients");
    await transaction((tx) => move(tx, verb, action, work, reason));
  });
}

async function move(tx: Tx, verb: TenantVerb, action: AuditAction, work: Work, note?: string): Promise<void> {
  const tenantId = tenant();
  const row = (await tx
    .selectFrom("tenants")
    .select(["name", "status", "plan", "trialEndsAt", "cancelledAt"])
    .where("id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst()) as Row | undefined;
  if (!row) throw notFound("Client", tenantId);
  const status = after(tenantMachine, row.status, verb, `Client ${row.name}`);
  const change = await work(tx, row);
  await tx
    .updateTable("tenants")
    .set({ status, ...change })
    .where("id", "=", tenantId)
    .execute();
  const subject = { type: "tenant", id: tenantId, label: row.name };
  await Effect.audit(action, subject, { before: { status: row.status }, after: { status, ...change } }, note);
  await Effect.live("settings:updated", { keys: ["tenant"] });
  await Session.dropOfTenant(tx);
}

// A super admin who opens a workspace vouches for its payment.
async function granting(tx: Tx, row: Row): Promise<Change> {
  await tx
    .updateTable("signupSessions")
    .set({ state: "complete" })
    .where("tenantId", "=", tenant())
    .where("state", "=", "payment_pending")
    .execute();
  await Credit.allocate(plans[row.plan].credits);
  await crawl(tx);
  return {};
}

// The client's website is read as soon as there is a client. A sign-up may order no runs, so it leaves that to the clock.
async function crawl(tx: Tx): Promise<void> {
  const tenantId = tenant();
  const dedupeKey = `crawl.signup:${tenantId}`;
  await Task.schedule(tx, "crawl.signup", { dedupeKey, payload: { tenantId }, runAt: new Date() });
}

// The clock gives the tokens of ended connections back.
async function endWork(tx: Tx): Promise<void> {
  const tenantId = tenant();
  await tx
    .updateTable("connectedChannels")
    .set({ status: "disconnected" })
    .where("tenantId", "=", tenantId)
    .where("type", "!=", "website")
    .execute();
  await tx
    .updateTable("scheduledTasks")
    .set({ status: "cancelled" })
    .where("tenantId", "=", tenantId)
    .where("status", "=", "pending")
    .execute();
}
