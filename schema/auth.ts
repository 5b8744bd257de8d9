import { z } from "zod";
import { id } from "./ids.ts";
import { AppName, Side, TenantRole, UserRole } from "./roles.ts";

export const Login = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
  password: z.string().min(1).max(128),
  app: AppName,
  deviceName: z.string().max(80).optional(),
});

export const Theme = z.enum(["system", "light", "dark"]);
export const UserStatus = z.enum(["invited", "active", "locked", "deactivated"]);
export const LoginOutcome = z.enum(["ok", "bad_credentials", "locked", "no_app_access", "tenant_suspended"]);

export const User = z.object({
  id: id("user"),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: UserRole,
  appAccess: z.array(AppName),
  locale: z.string(),
  timezone: z.string(),
  theme: Theme,
});
export type User = z.infer<typeof User>;

export const UserPatch = z.strictObject({
  firstName: z.string().trim().min(1).max(80).optional(),
  lastName: z.string().trim().min(1).max(80).optional(),
  locale: z.string().max(20).optional(),
  timezone: z.string().max(60).optional(),
  theme: Theme.optional(),
});

export const TenantChoice = z.object({
  id: id("tenant"),
  name: z.string(),
  slug: z.string(),
  side: Side,
  role: TenantRole,
});
export type TenantChoice = z.infer<typeof TenantChoice>;

/** `refreshToken` is the session's secret: it buys new access tokens until the session ends. */
export const LoginResult = z.object({
  accessToken: z.string(),
  expiresIn: z.number().int().describe("seconds"),
  refreshToken: z.string(),
  user: User,
  tenants: z.array(TenantChoice),
  tenantId: id("tenant").nullable(),
  session: z.object({ id: z.string() }),
});
export type LoginResult = z.infer<typeof LoginResult>;

export const Refresh = z.strictObject({ refreshToken: z.string().max(400).optional() });
export const RefreshResult = LoginResult.pick({ accessToken: true, expiresIn: true, refreshToken: true });
export const TenantSelect = z.strictObject({ tenantId: id("tenant") });

/** What an access token says. Signed by the auth function, checked locally by all others. */
export const AccessClaims = z.object({
  sub: id("user"),
  sid: z.string(),
  app: AppName,
  role: UserRole.optional(),
  tid: id("tenant").optional(),
  imp: id("impersonation").optional().describe("the impersonation this token acts under"),
});
export type AccessClaims = z.infer<typeof AccessClaims>;
