import * as z from "zod";
import { UserStatus } from "./account.ts";
import { id } from "./ids.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";
import { AppName, Side, TenantRole, UserRole } from "./roles.ts";
import { Email, Phone } from "./signup.ts";

export const UserFilter = z.strictObject({
  ...PageQuery.shape,
  role: oneOrMany(UserRole),
  app: AppName.optional(),
  status: oneOrMany(UserStatus),
  tenant: id("tenant").optional(),
  search: z.string().trim().min(2).max(120).optional(),
});
export type UserFilter = z.infer<typeof UserFilter>;

/** A row of the users list of the platform. */
export const UserRow = z.object({
  id: id("user"),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: UserRole,
  appAccess: z.array(AppName),
  status: UserStatus,
  emailVerified: z.boolean(),
  secondFactor: z.boolean(),
  tenants: z.array(z.object({ id: id("tenant"), name: z.string(), side: Side, role: TenantRole })),
  lastLoginAt: Time.nullable(),
  createdAt: Time,
  rowVersion: z.number().int(),
});
export type UserRow = z.infer<typeof UserRow>;

export const UserDetail = UserRow.extend({
  phone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  timezone: z.string(),
  locale: z.string(),
  secondFactorRequired: z.boolean(),
  sessions: z.array(
    z.object({
      id: z.string(),
      app: AppName,
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
      deviceName: z.string().nullable(),
      createdAt: Time,
      expiresAt: Time,
    }),
  ),
});
export type UserDetail = z.infer<typeof UserDetail>;

const Name = z.string().trim().min(1).max(80);
const Apps = z.array(AppName).max(3);

/** A new person gets a mail with a link to set a password; nobody else ever knows it. */
export const UserCreate = z.strictObject({
  email: Email,
  firstName: Name,
  lastName: Name,
  phone: Phone.optional(),
  role: UserRole,
  appAccess: Apps.min(1),
});
export type UserCreate = z.infer<typeof UserCreate>;

export const UserEdit = z.strictObject({
  firstName: Name.optional(),
  lastName: Name.optional(),
  phone: Phone.nullish(),
  jobTitle: z.string().trim().max(80).nullish(),
  role: UserRole.optional(),
  appAccess: Apps.optional(),
  secondFactorRequired: z.boolean().optional(),
});
export type UserEdit = z.infer<typeof UserEdit>;

export const UserReason = z.strictObject({ reason: z.string().trim().min(10).max(500) });
