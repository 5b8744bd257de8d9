import * as Plan from "#core/plan/index.ts";
import { tenant } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { SignupPayment } from "#schema/signup.ts";
import { open, type Row } from "./row.ts";

const nothing = "Nothing is to be paid now.";
const untaken =
  "Payments cannot be taken here yet. Your workspace is reserved at the price shown; our team will contact you and open it.";

/** How the payment of one's own sign-up stands. */
export async function payment(id: string, token: string): Promise<SignupPayment> {
  return transaction(async (tx) => standing(tx, await open(tx, id, token)), authRole);
}

/** The same for somebody who is signed in to the workspace that waits. */
export async function paymentOfTenant(): Promise<SignupPayment> {
  const tenantId = tenant();
  return transaction(async (tx) => {
    const row = await tx.selectFrom("signupSessions").selectAll().where("tenantId", "=", tenantId).executeTakeFirst();
    if (!row) return { state: "complete", amount: null, gatewayOrder: null, message: nothing };
    return standing(tx, row as unknown as Row);
  }, authRole);
}

/** What a sign-up whose workspace was just made is told. */
export async function paymentFor(planPriceId: string, row: Row): Promise<SignupPayment> {
  return transaction((tx) => standing(tx, { ...row, state: "payment_pending", planPriceId }), authRole);
}

async function standing(tx: Tx, row: Row): Promise<SignupPayment> {
  if (row.state !== "payment_pending" || !row.planPriceId)
    return { state: row.state, amount: null, gatewayOrder: null, message: nothing };
  const { price } = Plan.offerIn(await Plan.regionOf(tx, row.country), row.planPriceId);
  return { state: row.state, amount: price, gatewayOrder: null, message: untaken };
}
