import * as z from "zod";
import { Locale } from "./country.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { AppName, SessionApp, UserRole } from "./roles.ts";

export const Theme = z.enum(["system", "light", "dark"]);
export const UserStatus = z.enum(["invited", "active", "locked", "deactivated"]);
/** What a mailed link or code is good for. */
export const AuthTokenPurpose = z.enum(["verify_email", "change_email", "reset_password", "set_password", "unlock"]);
export type AuthTokenPurpose = z.infer<typeof AuthTokenPurpose>;
export const AccountMailStatus = z.enum(["queued", "sent", "failed", "skipped"]);
export const AccountMailReason = z.enum([
  "unknown_address",
  "dev_filter",
  "template_missing",
  "template_error",
  "provider_error",
]);

const Phone = z.string().regex(/^\+[1-9]\d{6,14}$/, "is a number with country code, such as +14155550100");
const Country = z.string().regex(/^[A-Z]{2}$/, "is a country code of two capital letters");

/** The person who is signed in, as they see themselves. */
export const User = z.object({
  id: id("user"),
  email: z.string(),
  emailVerified: z.boolean(),
  firstName: z.string(),
  lastName: z.string(),
  phone: z.string().nullable(),
  country: z.string().nullable(),
  jobTitle: z.string().nullable(),
  about: z.string().nullable(),
  whatsappNumber: z.string().nullable(),
  role: UserRole,
  appAccess: z.array(AppName),
  locale: z.string(),
  timezone: z.string(),
  theme: Theme,
  totpEnabled: z.boolean(),
});
export type User = z.infer<typeof User>;

/** Changes of one's own record; null empties a field that may be empty. */
export const UserPatch = z.strictObject({
  firstName: z.string().trim().min(1).max(80).optional(),
  lastName: z.string().trim().max(80).optional(),
  phone: Phone.nullable().optional(),
  country: Country.nullable().optional(),
  jobTitle: z.string().trim().min(1).max(120).nullable().optional(),
  about: z.string().trim().min(1).max(500).nullable().optional(),
  whatsappNumber: Phone.nullable().optional(),
  locale: Locale.optional(),
  timezone: z.string().max(60).refine(isTimezone, "is a time zone of the IANA list, such as Europe/Vienna").optional(),
  theme: Theme.optional(),
});

/** Why a password is refused. */
export const PasswordFault = z.enum(["too_short", "too_long", "breached", "simple", "personal", "same"]);
export type PasswordFault = z.infer<typeof PasswordFault>;

const NewPassword = z
  .string()
  .max(1_000)
  .describe("8 to 128 characters of any kind, not on the list of known passwords");
const MailedToken = z.string().min(20).max(200);

export const PasswordCheck = z.strictObject({
  password: NewPassword,
  email: z.string().max(254).optional(),
  firstName: z.string().max(80).optional(),
  lastName: z.string().max(80).optional(),
});
/** `fault` null: the password may be used. */
export const PasswordVerdict = z.object({ fault: PasswordFault.nullable(), message: z.string().nullable() });

export const PasswordForgot = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
  app: SessionApp.optional().describe("The portal the link of the mail shall open"),
});
export const PasswordReset = z.strictObject({ token: MailedToken, password: NewPassword });
export const PasswordChange = z.strictObject({ current: z.string().min(1).max(128), password: NewPassword });

/** The token of a mailed link, of a verification or of a change of address; or the code of the verification mail, when signed in. */
export const EmailVerify = z.union([
  z.strictObject({ token: MailedToken }),
  z.strictObject({ code: z.string().regex(/^\d{6}$/, "has six digits") }),
]);
export const EmailChange = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((value) => value.toLowerCase()),
});
/** Taken, with the mail on its way. */
export const Taken = z.object({ accepted: z.literal(true) });

/** A signed-in device. */
export const AccountSession = z.object({
  id: z.string(),
  app: SessionApp,
  deviceName: z.string().nullable(),
  userAgent: z.string().nullable(),
  ip: z.string().nullable(),
  country: z.string().nullable().describe("As told by the network's edge; null where it does not say"),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
  current: z.boolean(),
});
export type AccountSession = z.infer<typeof AccountSession>;

/** State of everything that guards the account. */
export const Security = z.object({
  emailVerified: z.boolean(),
  passwordChangedAt: Time.nullable(),
  totp: z.object({
    enabled: z.boolean(),
    required: z.boolean().describe("May not be switched off"),
    recoveryCodesLeft: z.number().int(),
  }),
  passkeys: z.number().int(),
  trustedDevices: z.number().int().describe("Devices that are not asked for a second factor"),
  provenUntil: Time.nullable().describe(
    "Until when the last proof of identity counts; null or past: POST /auth/v1/reauth first",
  ),
});
export type Security = z.infer<typeof Security>;

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  backedUp: z.boolean().describe("Synchronised between the person's devices"),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;
export const PasskeyName = z.strictObject({ name: z.string().trim().min(1).max(60) });

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
