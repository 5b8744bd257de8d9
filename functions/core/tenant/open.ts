import type { PreparedContract } from "#core/contract/index.ts";
import * as Contract from "#core/contract/index.ts";
import * as Credit from "#core/credit/index.ts";
import * as Dataset from "#core/dataset/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { Region } from "#core/plan/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { BillingProfile } from "#schema/admin.ts";
import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import type { Plan } from "#schema/tenant.ts";
import { defaultEmbeddingModel } from "#schema/vectors.ts";
import { freeSlug } from "./slug.ts";

/** What is known of a tenant when it comes into being. */
export interface Opening {
  name: string;
  plan: Plan;
  region: Region;
  country: string;
  timezone: string;
  industry: string | null;
  websiteUrl: string | null;
  ownerUserId: string;
  billing: BillingProfile;
  contract: PreparedContract;
  dataPrivacyLevel?: "cloud_ok" | "local_only";
  deploymentMode?: "saas" | "on_prem";
  onPremCallbackUrl?: string | null;
  spendCapMinor?: number | null;
  planPriceId?: string;
  customPlan?: { name: string; amountMinor: number; cycle: string };
  /** False: no credits before the first payment. */
  isPaid?: boolean;
}

/**
 * Makes the tenant at work, in the state `onboarding`: with its owner as admin, settings, the four datasets, the credits of its
 * plan, who is billed, the contract to accept, and its website as a channel. The owner's user row is there already.
 */
export async function open(tx: Tx, opening: Opening): Promise<void> {
  const tenantId = tenant();
  const { name, plan, region, country, ownerUserId } = opening;
  const slug = await freeSlug(tx, name);
  await tx
    .insertInto("tenants")
    .values({
      id: tenantId,
      slug,
      name,
      legalName: opening.billing.name,
      status: "onboarding",
      plan,
      regionId: region.id,
      country,
      timezone: opening.timezone,
      locale: `en-${country}`,
      currency: region.currency,
      industry: opening.industry,
      websiteUrl: opening.websiteUrl,
      ownerUserId,
      dataPrivacyLevel: opening.dataPrivacyLevel ?? "cloud_ok",
      deploymentMode: opening.deploymentMode ?? "saas",
      onPremCallbackUrl: opening.onPremCallbackUrl ?? null,
      spendCapMinor: opening.spendCapMinor ?? null,
    })
    .execute();
  await tx
    .insertInto("tenantSettings")
    .values({ tenantId, id: newId("tenantSettings") })
    .execute();
  await Effect.audit(
    "tenant.created",
    { type: "tenant", id: tenantId, label: name },
    { after: { slug, plan, country } },
  );
  await admit(tx, ownerUserId, "client", "admin");
  await bill(tx, opening);
  await Contract.issue(tx, opening.contract);
  await Dataset.createStandard(tx, await embedder(tx));
  await Credit.open(opening.isPaid === false ? 0 : plans[plan].credits, new Date());
  if (opening.websiteUrl) await website(tx, opening.websiteUrl);
}

/** Makes a person a member of the tenant at work. */
export async function admit(
  tx: Tx,
  userId: string,
  side: "client" | "agency",
  role: "admin" | "member" | "reviewer",
): Promise<void> {
  const id = newId("member");
  const tenantId = tenant();
  await tx.insertInto("tenantMembers").values({ tenantId, id, userId, side, role }).execute();
  await Effect.audit("member.added", { type: "member", id, label: userId }, { after: { userId, side, role } });
}

async function bill(tx: Tx, { billing, planPriceId, customPlan }: Opening): Promise<void> {
  const { address, tds, ...profile } = billing;
  await tx
    .insertInto("billingProfiles")
    .values({
      tenantId: tenant(),
      id: newId("billingProfile"),
      ...profile,
      planPriceId: planPriceId ?? null,
      customPlan: customPlan ? JSON.stringify(customPlan) : null,
      address: JSON.stringify(address),
      tds: JSON.stringify(tds),
    })
    .execute();
}

async function website(tx: Tx, url: string): Promise<void> {
  const id = newId("channel");
  const name = new URL(url).hostname;
  await tx
    .insertInto("connectedChannels")
    .values({
      tenantId: tenant(),
      id,
      type: "website",
      name,
      url,
      status: "connected",
      subChannelInfo: JSON.stringify({ id: url }),
      connectedAt: new Date(),
    })
    .execute();
  await Effect.audit("channel.connected", { type: "channel", id, label: name }, { after: { type: "website", url } });
}

async function embedder(tx: Tx): Promise<string> {
  const model = await tx
    .selectFrom("embeddingModels")
    .select("id")
    .where("name", "=", defaultEmbeddingModel)
    .executeTakeFirstOrThrow();
  return model.id;
}
