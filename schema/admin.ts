import * as z from "zod";
import { Country, Locale } from "./country.ts";
import { id } from "./ids.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";
import { Address, Cycle, Email, Money, Phone, Website } from "./signup.ts";
import { TaxIds } from "./tax.ts";
import { Plan, PrivacyLevel, TenantStatus, TenantVerb } from "./tenant.ts";

export const DeploymentMode = z.enum(["saas", "on_prem"]);

export const TenantFilter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(TenantStatus),
  plan: oneOrMany(Plan),
  region: oneOrMany(z.string().max(20)),
  search: z.string().trim().min(2).max(120).optional(),
  sort: z.enum(["-createdAt", "name", "-spend"]).default("-createdAt"),
});
export type TenantFilter = z.infer<typeof TenantFilter>;

/** A row of the tenants list. Spend is the provider cost of the running month. */
export const TenantRow = z.object({
  id: id("tenant"),
  slug: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  plan: Plan,
  region: z.string(),
  status: TenantStatus,
  monthlySpend: Money,
  spendCap: Money.nullable(),
  agentCount: z.number().int(),
  userCount: z.number().int(),
  trialEndsAt: Time.nullable(),
  createdAt: Time,
});
export type TenantRow = z.infer<typeof TenantRow>;

export const Tds = z.strictObject({
  enabled: z.boolean(),
  section: z.enum(["194C", "194J"]).optional(),
  ratePct: z.union([z.literal(1), z.literal(2), z.literal(5), z.literal(10)]).optional(),
});

/** Who is billed and how taxed. */
export const BillingProfile = z.object({
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  address: z.object({
    address: z.string(),
    city: z.string(),
    state: z.string(),
    postalCode: z.string(),
    country: z.string(),
  }),
  gstin: z.string().nullable(),
  pan: z.string().nullable(),
  sez: z.boolean(),
  tds: Tds,
});
export type BillingProfile = z.infer<typeof BillingProfile>;

export const TenantDetail = TenantRow.extend({
  legalName: z.string().nullable(),
  country: z.string(),
  timezone: z.string(),
  locale: z.string(),
  currency: z.string(),
  industry: z.string().nullable(),
  websiteUrl: z.string().nullable(),
  dataPrivacyLevel: PrivacyLevel,
  deploymentMode: DeploymentMode,
  onPremCallbackUrl: z.string().nullable(),
  allowedAdapters: z.array(z.string()).describe("empty: all that the privacy level allows"),
  owner: z.object({ id: id("user"), name: z.string(), email: z.string() }).nullable(),
  billing: BillingProfile.nullable(),
  credits: z.object({ available: z.number(), monthly: z.number() }).nullable(),
  contractAcceptedAt: Time.nullable(),
  onboardingCompletedAt: Time.nullable(),
  suspendedAt: Time.nullable(),
  suspendReason: z.string().nullable(),
  cancelAt: Time.nullable(),
  cancelledAt: Time.nullable(),
  verbs: z.array(TenantVerb).describe("verbs that are open in the present status"),
  rowVersion: z.number().int(),
});
export type TenantDetail = z.infer<typeof TenantDetail>;

/** A plan that is sold to one tenant only. */
const CustomPlan = z.strictObject({
  name: z.string().trim().min(2).max(80),
  region: z.string().max(20),
  amountMinor: z.number().int().min(0),
  cycle: Cycle,
});

/** The one form in which a super admin makes a tenant. */
export const TenantCreate = z
  .strictObject({
    name: z.string().trim().min(2).max(120),
    firstName: z.string().trim().min(1).max(80),
    lastName: z.string().trim().min(1).max(80),
    email: Email,
    planPriceId: z.string().max(60).optional(),
    customPlan: CustomPlan.optional(),
    billing: Address,
    /** Given: the owner signs in with it. Else an invitation for 7 days is mailed. */
    password: z.string().min(1).max(128).optional(),
    phone: Phone.optional(),
    website: Website.optional(),
    industry: z.string().trim().min(2).max(60).optional(),
    tax: TaxIds.optional(),
    tds: Tds.optional(),
    spendCapMinor: z.number().int().min(0).max(1_000_000_000).optional().describe("minor units of USD"),
    dataPrivacyLevel: PrivacyLevel.default("cloud_ok"),
    deploymentMode: DeploymentMode.default("saas"),
    onPremCallbackUrl: Website.optional(),
    reviewerIds: z.array(id("user")).max(50).default([]),
    contractTitle: z.string().trim().min(3).max(120).optional(),
    /** The address belongs to somebody already: make that person the owner. */
    useExistingUser: z.boolean().default(false),
  })
  .refine((input) => (input.planPriceId === undefined) !== (input.customPlan === undefined), {
    path: ["planPriceId"],
    message: "Choose either a plan or a custom plan.",
  })
  .refine((input) => input.deploymentMode === "saas" || input.onPremCallbackUrl !== undefined, {
    path: ["onPremCallbackUrl"],
    message: "An installation on the customer's premises needs its callback address.",
  });
export type TenantCreate = z.infer<typeof TenantCreate>;

export const TenantPatch = z.strictObject({
  name: z.string().trim().min(2).max(120).optional(),
  region: z.string().max(20).optional(),
  locale: Locale.optional(),
  dataPrivacyLevel: PrivacyLevel.optional(),
  allowedAdapters: z.array(z.string().max(60)).max(20).optional(),
  spendCapMinor: z.number().int().min(0).max(1_000_000_000).nullish(),
  deploymentMode: DeploymentMode.optional(),
  onPremCallbackUrl: Website.nullish(),
});
export type TenantPatch = z.infer<typeof TenantPatch>;

export const TenantReason = z.strictObject({ reason: z.string().trim().min(10).max(500) });
export const TrialStart = z.strictObject({ trialDays: z.number().int().min(1).max(90).optional() });
export const Reviewers = z.strictObject({ userIds: z.array(id("user")).max(50) });

export const TenantFlag = z.object({
  key: z.string(),
  description: z.string(),
  platformEnabled: z.boolean(),
  enabled: z.boolean().nullable().describe("null: as on the platform"),
  reason: z.string().nullable(),
  expiresAt: Time.nullable(),
});
export type TenantFlag = z.infer<typeof TenantFlag>;
export const TenantFlagInput = z.strictObject({
  enabled: z.boolean(),
  reason: z.string().trim().min(3).max(500),
  expiresAt: z.iso.datetime().optional(),
});
export type TenantFlagInput = z.infer<typeof TenantFlagInput>;

/** How a buyer would be taxed, asked by query. */
export const TaxQuery = z.strictObject({
  ...TaxIds.shape,
  country: Country,
  sez: z.stringbool().default(false),
});
