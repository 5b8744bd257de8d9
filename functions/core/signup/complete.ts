import * as AccountMail from "#core/account-mail/index.ts";
import type { Entry } from "#core/auth/enter.ts";
import * as Auth from "#core/auth/index.ts";
import type { PreparedContract } from "#core/contract/index.ts";
import * as Contract from "#core/contract/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Password from "#core/password/index.ts";
import type { Region } from "#core/plan/index.ts";
import * as Plan from "#core/plan/index.ts";
import * as Tax from "#core/tax/index.ts";
import * as Tenant from "#core/tenant/index.ts";
import type { NewUser } from "#core/user/index.ts";
import * as User from "#core/user/index.ts";
import type { Actor } from "#platform/actor.ts";
import { origin, person, provide, tenant } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { config } from "#platform/config.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { zoneOf } from "#schema/country.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { PlanOffer, SignupComplete, SignupDone, SignupState } from "#schema/signup.ts";
import { chase } from "./chase.ts";
import { paymentFor } from "./payment.ts";
import { open, type Row, subject } from "./row.ts";
import { demandSteps } from "./steps.ts";

interface Made {
  tenantId: string;
  state: SignupState;
}
interface Choice {
  input: SignupComplete;
  offer: PlanOffer;
  region: Region;
  contract: PreparedContract;
}

/**
 * Step 4: makes the workspace, its owner and all that belongs to it in one transaction, and signs the owner in. What costs
 * nothing is open at once; for a paid plan the workspace waits for its payment. A repeat whose answer was lost signs in again.
 */
export async function complete(id: string, token: string, input: SignupComplete): Promise<Entry<SignupDone>> {
  const row = await transaction((tx) => open(tx, id, token), authRole);
  const made = row.tenantId ? { tenantId: row.tenantId, state: row.state } : await make(row, token, input);
  const entry = await Auth.login({ email: row.email, password: input.password, app: "dashboard" });
  if ("challenge" in entry.answer)
    throw new AppError("request.already_exists", "The workspace is there already. Sign in with your second factor.");
  const isPending = made.state === "payment_pending";
  const payment = isPending ? await paymentFor(row.planPriceId ?? input.planPriceId, row) : null;
  return { ...entry, answer: { ...made, tokens: entry.answer, payment } };
}

async function make(row: Row, token: string, input: SignupComplete): Promise<Made> {
  demandSteps(row);
  Tax.demandPlace(input.billing, row.tax);
  await Password.require(input.password, [row.email, row.firstName, row.lastName]);
  const region = await transaction((tx) => Plan.regionOf(tx, row.country), authRole);
  const offer = Plan.offerIn(region, input.planPriceId);
  const passwordHash = await Password.hash(input.password);
  const [tenantId, userId] = [newId("tenant"), newId("user")];
  const name = `${row.firstName} ${row.lastName}`;
  const actor: Actor = { kind: "user", tenantId, role: "admin", userId, name, sessionId: "none" };
  return provide(actor, origin(), async () => {
    const contract = await Contract.prepare();
    return transaction(async (tx) => {
      const locked = await open(tx, row.id, token);
      if (locked.tenantId) return { tenantId: locked.tenantId, state: locked.state };
      const { email, phone, country, firstName, lastName, tax } = locked;
      const timezone = tax.timezone ?? zoneOf(country);
      const owner: NewUser = {
        ...{ id: userId, email, phone, country, firstName, lastName, timezone, passwordHash },
        role: "admin",
        appAccess: ["dashboard"],
      };
      await User.insert(tx, owner);
      const state = await settle(tx, locked, { input, offer, region, contract });
      await User.announce(userId, owner);
      await AccountMail.order({ template: "email-verification", address: email, userId, purpose: "verify_email" });
      return { tenantId, state };
    }, authRole);
  });
}

async function settle(tx: Tx, row: Row, { input, offer, region, contract }: Choice): Promise<SignupState> {
  const { name, country, address, city, state: district, postalCode } = input.billing;
  const { gstin = null, pan = null, sez = false } = row.tax;
  const isFree = offer.price.amountMinor === 0;
  await Tenant.open(tx, {
    name: row.company ?? row.email,
    plan: offer.plan,
    region,
    country: row.country,
    timezone: row.tax.timezone ?? zoneOf(row.country),
    industry: row.industry,
    websiteUrl: row.websiteUrl,
    ownerUserId: person().userId,
    billing: {
      ...{ name, email: row.email, phone: row.phone, gstin, pan, sez, tds: { enabled: false } },
      address: { address, city, state: district, postalCode, country },
    },
    contract,
    planPriceId: offer.planPriceId,
    isPaid: isFree,
  });
  const state = isFree ? "complete" : "payment_pending";
  await tx
    .updateTable("signupSessions")
    .set({
      state,
      tenantId: tenant(),
      planPriceId: input.planPriceId,
      billingAddress: JSON.stringify(input.billing),
      termsVersion: input.termsVersion,
    })
    .where("id", "=", row.id)
    .execute();
  await chase(tx, row.id, state);
  await Effect.audit("signup.completed", subject(row), {
    after: { planPriceId: input.planPriceId, termsVersion: input.termsVersion, state },
  });
  if (isFree) await Tenant.activateFree(tx);
  const words = { firstName: row.firstName, company: row.company ?? "", link: config("DASHBOARD_URL") };
  if (isFree) await AccountMail.order({ template: "welcome", address: row.email, words });
  return state;
}
