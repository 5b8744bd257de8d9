import * as AccountMail from "#core/account-mail/index.ts";
import * as Contract from "#core/contract/index.ts";
import { fn } from "#core/fn.ts";
import * as Password from "#core/password/index.ts";
import type { Region } from "#core/plan/index.ts";
import * as Plans from "#core/plan/index.ts";
import * as Tax from "#core/tax/index.ts";
import type { NewUser } from "#core/user/index.ts";
import * as User from "#core/user/index.ts";
import { require, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type BillingProfile, TenantCreate, type TenantDetail } from "#schema/admin.ts";
import { zoneOf } from "#schema/country.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Plan } from "#schema/tenant.ts";
import { open } from "./open.ts";
import { assign } from "./people.ts";
import { get } from "./read.ts";

/**
 * A super admin makes a tenant from one form. Its credits are granted at once, so that setting up can begin; it stays in
 * `onboarding` until it is activated. The owner signs in with the given password, or gets a link to set one.
 * @throws already_exists when the address is somebody's and that was not meant; tax_id_invalid
 */
export const create = fn(TenantCreate, async (input): Promise<TenantDetail> => {
  require("tenant.manage", "make clients", "platform");
  const tax = input.tax ?? { sez: false };
  Tax.demand(input.billing.country, tax, "tax.");
  Tax.demandPlace(input.billing, tax);
  if (input.password) await Password.require(input.password, [input.email, input.firstName, input.lastName]);
  const passwordHash = input.password ? await Password.hash(input.password) : null;
  const tenantId = newId("tenant");
  await within(tenantId, async () => {
    const contract = await Contract.prepare(input.contractTitle);
    await transaction(async (tx) => {
      const { region, plan } = await sold(tx, input);
      const person = personOf(input, passwordHash);
      const known = await existing(tx, input);
      const ownerUserId = known ?? (await User.insert(tx, person));
      await open(tx, {
        ...{ name: input.name, plan, region, ownerUserId, contract },
        country: input.billing.country,
        timezone: zoneOf(input.billing.country),
        industry: input.industry ?? null,
        websiteUrl: input.website ?? null,
        billing: billingOf(input),
        dataPrivacyLevel: input.dataPrivacyLevel,
        deploymentMode: input.deploymentMode,
        onPremCallbackUrl: input.onPremCallbackUrl ?? null,
        spendCapMinor: input.spendCapMinor ?? null,
        ...(input.planPriceId ? { planPriceId: input.planPriceId } : {}),
        ...(input.customPlan ? { customPlan: input.customPlan } : {}),
      });
      if (known) await User.grantApp(tx, known, "dashboard");
      else await User.announce(ownerUserId, person);
      await assign(tx, input.reviewerIds);
      await welcome(input, ownerUserId);
    });
  });
  return get(tenantId);
});

async function sold(
  tx: Tx,
  { planPriceId, customPlan, billing }: TenantCreate,
): Promise<{ region: Region; plan: Plan }> {
  if (customPlan) return { region: await Plans.regionByCode(tx, customPlan.region), plan: "enterprise" };
  const region = await Plans.regionOf(tx, billing.country);
  return { region, plan: Plans.offerIn(region, planPriceId ?? "").plan };
}

async function existing(tx: Tx, { email, useExistingUser }: TenantCreate): Promise<string | null> {
  const known = await User.findByEmail(tx, email);
  if (!known) return null;
  if (known.deletedAt || known.status === "deactivated")
    throw new AppError(
      "request.already_exists",
      `${email} belongs to somebody who was deactivated. Reactivate them first.`,
      {
        fields: [{ path: "email", rule: "deactivated", message: "belongs to somebody who was deactivated" }],
      },
    );
  if (useExistingUser) return known.id;
  const name = `${known.firstName} ${known.lastName}`.trim();
  const message = `The address is ${name}'s. Confirm that they shall be the owner, or use another.`;
  throw new AppError("request.already_exists", message, {
    fields: [{ path: "email", rule: "already_exists", message }],
    details: { userId: known.id, name },
  });
}

function personOf(input: TenantCreate, passwordHash: string | null): NewUser {
  const { email, firstName, lastName, phone = null, billing } = input;
  const timezone = zoneOf(billing.country);
  return {
    ...{ email, firstName, lastName, phone, passwordHash, timezone },
    country: billing.country,
    role: "admin",
    appAccess: ["dashboard"],
  };
}

function billingOf({ email, phone, billing, tax, tds }: TenantCreate): BillingProfile {
  const { name, ...address } = billing;
  const { gstin = null, pan = null, sez = false } = tax ?? {};
  return { name, email, phone: phone ?? null, address, gstin, pan, sez, tds: tds ?? { enabled: false } };
}

async function welcome(
  { email, name, firstName, password, useExistingUser }: TenantCreate,
  userId: string,
): Promise<void> {
  if (password)
    await AccountMail.order({ template: "email-verification", address: email, userId, purpose: "verify_email" });
  if (password || useExistingUser)
    await AccountMail.order({
      template: "welcome",
      address: email,
      userId,
      app: "dashboard",
      words: { firstName, company: name },
    });
}
