import * as z from "zod";
import { User } from "./account.ts";
import { id } from "./ids.ts";
import { SessionApp, Side, TenantRole, UserRole } from "./roles.ts";

// Signing in, in the order of use, below /auth/v1. § needs proof of identity within ten minutes: POST /reauth.
//   POST /login  Login -> LoginAnswer               POST /login/totp  LoginTotp -> LoginResult
//   POST /login/recovery  LoginRecovery -> LoginResult
//   POST /login/totp/setup  LoginSetup -> TotpSetup  POST /login/totp/confirm  LoginConfirm -> LoginConfirmed
//   POST /login/passkey/options  LoginPasskeyOptions -> PasskeyOptions   POST /login/passkey  LoginPasskey -> LoginResult
//   POST /unlock/request  UnlockRequest -> 202 Taken     POST /unlock  Unlock -> 204
//   POST /refresh  Refresh -> RefreshResult    POST /logout  Refresh -> 204
//   GET /tenants -> { items: TenantChoice[] }  POST /tenants/select  TenantSelect -> LoginResult
//   POST /reauth  Reauth -> ReauthResult       POST /reauth/passkey/options -> PasskeyOptions
// The account (./account.ts):
//   GET /me -> User    PATCH /me  UserPatch -> User    GET /security -> Security
//   POST /password/check  PasswordCheck -> PasswordVerdict   POST /password/forgot  PasswordForgot -> 202 Taken
//   POST /password/reset  PasswordReset -> 204               POST /password/change §  PasswordChange -> 204
//   POST /email/verify  EmailVerify -> 204    POST /email/resend -> 204    POST /email/change §  EmailChange -> 202 Taken
//   GET /sessions -> { items: AccountSession[] }  DELETE /sessions/{id} -> 204  POST /sessions/revoke-others -> 204
//   POST /devices/forget -> 204 (all trusted devices)
//   POST /totp/setup § -> TotpSetup           POST /totp/confirm  TotpConfirm -> TotpConfirmed
//   POST /totp/disable §  TotpConfirm -> 204  POST /totp/recovery-codes § -> RecoveryCodes
//   GET /passkeys -> { items: Passkey[] }     POST /passkeys/options § -> PasskeyOptions
//   POST /passkeys §  PasskeyRegistration -> 201 Passkey   PATCH /passkeys/{id}  PasskeyName -> Passkey   DELETE /passkeys/{id} § -> 204

/** An e-mail address as people type it; compared and kept in lower case. */
export const EmailAddress = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());

const Keep = z
  .boolean()
  .default(true)
  .describe("Keep me signed in: false ends the session with the browser, after a day at the latest");
const DeviceName = z.string().trim().min(1).max(80).optional();

export const Login = z.strictObject({
  email: EmailAddress,
  password: z.string().min(1).max(128),
  app: SessionApp,
  deviceName: DeviceName,
  keepSignedIn: Keep,
});

export const LoginOutcome = z.enum([
  "ok",
  "bad_credentials",
  "locked",
  "no_app_access",
  "tenant_suspended",
  "challenged",
  "totp_failed",
]);
export type LoginOutcome = z.infer<typeof LoginOutcome>;

export const TenantChoice = z.object({
  id: id("tenant"),
  name: z.string(),
  slug: z.string(),
  side: Side,
  role: TenantRole,
});
export type TenantChoice = z.infer<typeof TenantChoice>;

/**
 * `refreshToken` is the session's secret: it buys new access tokens until the session ends.
 * `tenantId` null with several `tenants`: choose one through /tenants/select.
 */
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

/** How a sign-in may go on. `setup`: this account must enrol a second factor before it enters, through /login/totp/setup. */
export const ChallengeMethod = z.enum(["totp", "recovery", "setup"]);
export type ChallengeMethod = z.infer<typeof ChallengeMethod>;

/** The password was right and a second factor is due: five tries within `expiresIn` seconds, from the same browser. */
export const LoginChallenge = z.object({
  challenge: z.object({
    id: z.string(),
    methods: z.array(ChallengeMethod),
    expiresIn: z.number().int().describe("seconds"),
  }),
});
export type LoginChallenge = z.infer<typeof LoginChallenge>;

/** What /login answers: either the person is in, or a second factor is due. */
export const LoginAnswer = z.union([LoginResult, LoginChallenge]);
export type LoginAnswer = z.infer<typeof LoginAnswer>;

const ChallengeId = z.string().min(20).max(80);

/** Six digits of an authenticator app; spaces between them are fine. */
export const TotpCode = z
  .string()
  .max(12)
  .transform((value) => value.replaceAll(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "has six digits"));

export const LoginTotp = z.strictObject({
  challengeId: ChallengeId,
  code: TotpCode,
  trustDevice: z.boolean().default(false).describe("No second factor on this device for 30 days"),
});
export const LoginRecovery = z.strictObject({ challengeId: ChallengeId, code: z.string().trim().min(6).max(40) });
export const LoginSetup = z.strictObject({ challengeId: ChallengeId });
export const LoginConfirm = z.strictObject({ challengeId: ChallengeId, code: TotpCode });

/** A secret for an authenticator app: to type in, or as `otpauth://` address to show as a QR code. */
export const TotpSetup = z.object({ secret: z.string().describe("Base32"), uri: z.string() });
export type TotpSetup = z.infer<typeof TotpSetup>;

/** Shown once. Each of the ten codes opens the account once in place of the app. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
export const LoginConfirmed = LoginResult.extend(RecoveryCodes.shape);

export const TotpConfirm = z.strictObject({ code: TotpCode });
/** A factor was added: the session goes on under a new secret, and the old one has ended. */
export const TotpConfirmed = RecoveryCodes.extend({
  accessToken: z.string(),
  expiresIn: z.number().int(),
  refreshToken: z.string(),
});

/** What a browser hands to `navigator.credentials`, in the JSON form of WebAuthn Level 3. */
export const PasskeyOptions = z.object({
  challengeId: z.string(),
  options: z.looseObject({ challenge: z.string() }),
});
export type PasskeyOptions = z.infer<typeof PasskeyOptions>;

const Base64url = z.string().regex(/^[\w-]*$/, "is base64url");

/** What `navigator.credentials` gave back, in the JSON form of WebAuthn Level 3. */
export const PasskeyResponse = z.strictObject({
  id: Base64url.min(1).max(1_400),
  rawId: Base64url.min(1).max(1_400),
  type: z.literal("public-key"),
  response: z.record(
    z.string().max(40),
    z.union([z.string().max(20_000), z.number(), z.array(z.string().max(40)).max(10)]),
  ),
  authenticatorAttachment: z.string().max(40).optional(),
  clientExtensionResults: z.record(z.string().max(40), z.unknown()).default({}),
});

export const LoginPasskeyOptions = z.strictObject({ app: SessionApp });
export const PasskeyProof = z.strictObject({ challengeId: ChallengeId, response: PasskeyResponse });
export const PasskeyRegistration = PasskeyProof.extend({ name: z.string().trim().min(1).max(60).optional() });
export const LoginPasskey = PasskeyProof.extend({ deviceName: DeviceName, keepSignedIn: Keep });

export const Refresh = z.strictObject({ refreshToken: z.string().max(400).optional() });
export const RefreshResult = LoginResult.pick({ accessToken: true, expiresIn: true, refreshToken: true });
export const TenantSelect = z.strictObject({ tenantId: id("tenant") });

/** Says again who one is: one of the three. */
export const Reauth = z.union([
  z.strictObject({ password: z.string().min(1).max(128) }),
  z.strictObject({ code: TotpCode }),
  z.strictObject({ passkey: PasskeyProof }),
]);
/** The session goes on under a new secret; tokens from before open nothing any more. */
export const ReauthResult = RefreshResult.extend({
  until: z.string().describe("ISO 8601 time, UTC, until which the proof counts"),
});

/** Asks for the mail that lifts a lock. The answer is the same for every address. */
export const UnlockRequest = z.strictObject({ email: EmailAddress, app: SessionApp.optional() });
export const Unlock = z.strictObject({ token: z.string().min(20).max(200) });

/** What an access token says. Signed by the auth function, checked locally by all others. */
export const AccessClaims = z.object({
  sub: id("user"),
  sid: z.string(),
  app: SessionApp,
  role: UserRole.optional(),
  tid: id("tenant").optional(),
  imp: id("impersonation").optional().describe("the impersonation this token acts under"),
});
export type AccessClaims = z.infer<typeof AccessClaims>;
