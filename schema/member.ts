import * as z from "zod";
import { UserStatus } from "./account.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { Side, TenantRole } from "./roles.ts";
import { Email } from "./signup.ts";

/** A person of a tenant. Clients see the agency's people too, but not their addresses. */
export const Member = z.object({
  id: id("member"),
  user: z.object({
    id: id("user"),
    name: z.string(),
    email: z.string().nullable(),
    jobTitle: z.string().nullable(),
    status: UserStatus,
    secondFactor: z.boolean().nullable().describe("null where the caller may not know"),
  }),
  side: Side,
  role: TenantRole,
  lastSeenAt: Time.nullable(),
  createdAt: Time,
  rowVersion: z.number().int(),
});
export type Member = z.infer<typeof Member>;

export const MemberPatch = z.strictObject({
  role: TenantRole.optional(),
  jobTitle: z.string().trim().max(80).nullish(),
});
export type MemberPatch = z.infer<typeof MemberPatch>;

/** What a tenant demands of its own people at sign-in. */
export const SecurityPolicy = z.object({ secondFactorRequired: z.boolean() });
export type SecurityPolicy = z.infer<typeof SecurityPolicy>;
export const SecurityPolicyInput = z.strictObject(SecurityPolicy.shape);

/** Somebody of the agency's team, with the clients assigned. */
export const TeamMember = z.object({
  id: id("user"),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  jobTitle: z.string().nullable(),
  role: z.enum(["super_admin", "admin", "reviewer"]),
  status: UserStatus,
  secondFactor: z.boolean(),
  secondFactorRequired: z.boolean(),
  lastLoginAt: Time.nullable(),
  assignments: z.array(z.object({ tenantId: id("tenant"), tenantName: z.string() })),
  createdAt: Time,
  rowVersion: z.number().int(),
});
export type TeamMember = z.infer<typeof TeamMember>;

const TeamRole = z.enum(["admin", "reviewer"]);

export const TeamInvite = z.strictObject({
  email: Email,
  firstName: z.string().trim().min(1).max(80),
  lastName: z.string().trim().max(80),
  role: TeamRole,
  tenantIds: z.array(id("tenant")).max(500).default([]),
});
export type TeamInvite = z.infer<typeof TeamInvite>;

export const TeamPatch = z.strictObject({
  firstName: z.string().trim().min(1).max(80).optional(),
  lastName: z.string().trim().max(80).optional(),
  jobTitle: z.string().trim().max(80).nullish(),
  role: TeamRole.optional(),
  secondFactorRequired: z.boolean().optional(),
});
export type TeamPatch = z.infer<typeof TeamPatch>;

export const Assignments = z.strictObject({ tenantIds: z.array(id("tenant")).max(500) });
