import { z } from "zod";
import { id } from "./ids.ts";
import { Side, TenantRole } from "./roles.ts";

export const TenantStatus = z.enum(["onboarding", "trialing", "active", "suspended", "cancelled"]);
export const Plan = z.enum(["free", "pro", "agency", "enterprise"]);
export type Plan = z.infer<typeof Plan>;
export const PrivacyLevel = z.enum(["cloud_ok", "local_only"]);

export const ApprovalMode = z.enum(["none", "optional", "internal", "internal_client"]);

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
    websiteUrl: z.string().nullable(),
    dataPrivacyLevel: PrivacyLevel,
  }),
  membership: z.object({ side: Side, role: TenantRole }),
  rights: z.array(z.string()).describe("verbs the caller may use, e.g. blog_post.edit"),
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
