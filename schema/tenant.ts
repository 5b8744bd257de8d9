import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { Side, TenantRole } from "./roles.ts";

export const TenantStatus = z.enum(["onboarding", "trialing", "active", "suspended", "cancelled"]);
export type TenantStatus = z.infer<typeof TenantStatus>;
export const TenantVerb = z.enum(["activate", "start_trial", "convert", "suspend", "reinstate", "cancel", "reopen"]);
export type TenantVerb = z.infer<typeof TenantVerb>;

/** The life of a tenant. What expires or ends by the calendar arrives with billing. */
export const tenantMachine: readonly Transition<TenantStatus, TenantVerb>[] = [
  { from: ["onboarding"], verb: "activate", to: "active" },
  { from: ["onboarding"], verb: "start_trial", to: "trialing" },
  { from: ["trialing"], verb: "convert", to: "active" },
  { from: ["onboarding", "trialing", "active"], verb: "suspend", to: "suspended" },
  { from: ["suspended"], verb: "reinstate", to: "active" },
  { from: ["onboarding", "trialing", "active", "suspended"], verb: "cancel", to: "cancelled" },
  { from: ["cancelled"], verb: "reopen", to: "active" },
];

/** In these states nobody of the tenant gets in. */
export const closedStatuses: readonly TenantStatus[] = ["suspended", "cancelled"];

/** True of a tenant that lets nobody in. */
export function isClosed(status: string): boolean {
  return (closedStatuses as readonly string[]).includes(status);
}

export const Plan = z.enum(["free", "pro", "agency", "enterprise"]);
export type Plan = z.infer<typeof Plan>;

/** True when a plan includes what needs at least another one. */
export function reaches(plan: Plan, needed: Plan): boolean {
  return Plan.options.indexOf(plan) >= Plan.options.indexOf(needed);
}
export const PrivacyLevel = z.enum(["cloud_ok", "local_only"]);

export const ApprovalMode = z.enum(["none", "optional", "internal", "internal_client"]);
export const DeploymentMode = z.enum(["saas", "on_prem"]);
/** Which leads a member sees. */
export const LeadVisibility = z.enum(["all", "assigned", "own"]);
/** What the agency sees of leads. */
export const LeadAccess = z.enum(["full", "masked", "none"]);
/** How often AI engines are asked about the tenant. */
export const VisibilitySchedule = z.enum(["off", "weekly", "nightly"]);
export const Weekday = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
export const WeekStart = Weekday.extract(["mon", "sun"]);

/** One line above every screen of a portal. `impersonation` is never closable. */
export const Banner = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("impersonation"),
    staffName: z.string(),
    userName: z.string(),
    readOnly: z.boolean(),
    expiresAt: Time,
  }),
  z.object({ kind: z.literal("trial"), endsAt: Time }),
  z.object({ kind: z.literal("contract") }),
  z.object({ kind: z.literal("payment") }),
  z.object({ kind: z.literal("channels"), names: z.array(z.string()) }),
]);
export type Banner = z.infer<typeof Banner>;

/** `GET /tenant/v1/me`: where am I, as what, and what may I do. */
export const Workspace = z.object({
  tenant: z.object({
    id: id("tenant"),
    name: z.string(),
    slug: z.string(),
    status: TenantStatus,
    plan: Plan,
    timezone: z.string(),
    locale: z.string(),
    currency: z.string(),
    websiteUrl: z.string().nullable(),
    dataPrivacyLevel: PrivacyLevel,
  }),
  membership: z.object({ side: Side, role: TenantRole }),
  rights: z.array(z.string()).describe("verbs the caller may use, e.g. blog_post.edit"),
  banners: z.array(Banner),
  setup: z
    .enum(["open", "deferred"])
    .nullable()
    .describe("open: the wizard waits to be filled in; deferred: its launch was put off; null: launched"),
});
export type Workspace = z.infer<typeof Workspace>;

/** Platform-wide words no text may contain; a tenant adds its own. */
export const platformBannedWords = [
  "guaranteed results",
  "best in the world",
  "miracle",
  "100% risk-free",
  "game-changer",
  "revolutionary",
];

/** Override of a feature flag for one tenant. */
export const TenantFeatureFlagRow = z.object({
  id: id("tenantFeatureFlag"),
  flagKey: z.string().regex(/^[a-z][a-z0-9_.-]{1,59}$/),
  enabled: z.boolean(),
  reason: z.string().max(500).nullable(),
  expiresAt: Time.nullable(),
});
