import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { Side, TenantRole } from "./roles.ts";
import { Email, PersonName } from "./signup.ts";

export const InvitationStatus = z.enum(["open", "accepted", "revoked", "expired"]);
export type InvitationStatus = z.infer<typeof InvitationStatus>;

export const InvitationInput = z.strictObject({ email: Email, role: TenantRole });
export type InvitationInput = z.infer<typeof InvitationInput>;

export const Invitation = z.object({
  id: id("invitation"),
  email: z.string(),
  side: Side,
  role: TenantRole,
  status: InvitationStatus,
  invitedBy: z.string().describe("name"),
  expiresAt: Time,
  acceptedAt: Time.nullable(),
  createdAt: Time,
});
export type Invitation = z.infer<typeof Invitation>;

/** What an invited person sees before accepting. `newUser`: a name and a password are wanted, else the password of the account. */
export const InvitationPreview = z.object({
  tenantName: z.string(),
  inviterName: z.string(),
  email: z.string(),
  side: Side,
  role: TenantRole,
  newUser: z.boolean(),
  expiresAt: Time,
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const InvitationAccept = z.strictObject({
  firstName: PersonName.optional(),
  lastName: PersonName.optional(),
  password: z.string().min(1).max(128),
});
export type InvitationAccept = z.infer<typeof InvitationAccept>;
