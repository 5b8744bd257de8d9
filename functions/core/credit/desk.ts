import { resumeWaiting } from "#core/activity/resume.ts";
import * as Session from "#core/session/index.ts";
import { goOn } from "#core/setup/go-on.ts";
import { require, within } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { CreditAdjust, CreditBalance, CreditTopUp } from "#schema/credit.ts";
import { notFound } from "#schema/errors.ts";
import * as Credit from "./index.ts";

/**
 * Gives a client credits or takes free ones back, with a reason. Work that waited for credits goes on, oldest first.
 * @throws illegal_transition for more than is free; reauth_required
 */
export async function adjust(tenantId: string, { amount, reason, note }: CreditAdjust): Promise<CreditBalance> {
  return atDesk(tenantId, () => Credit.adjust(Math.round(amount * 100), reason, note));
}

/** Adds credits that a client has paid for outside; the same reference adds them once. @throws reauth_required */
export async function topUp(tenantId: string, { amount, reference, note }: CreditTopUp): Promise<CreditBalance> {
  return atDesk(tenantId, () => Credit.topUp(Math.round(amount * 100), reference, note));
}

async function atDesk(tenantId: string, work: () => Promise<unknown>): Promise<CreditBalance> {
  return within(tenantId, async () => {
    require("credit.adjust", "change a client's credits");
    await Session.requireRecent();
    const known = await transaction((tx) =>
      tx.selectFrom("tenants").select("id").where("id", "=", tenantId).executeTakeFirst(),
    );
    if (!known) throw notFound("Client", tenantId);
    await work();
    await resumeWaiting();
    await goOn();
    return Credit.balance();
  });
}
