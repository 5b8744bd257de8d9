import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { bearer } from "better-auth/plugins/bearer";
import { twoFactor } from "better-auth/plugins/two-factor";
import { type IdKind, newId } from "#schema/ids.ts";
import { authRole } from "../auth-role.ts";
import { config } from "../config.ts";
import { pool } from "../db.ts";
import { hashPassword, verifyPassword } from "../password.ts";
import { isProvenByPerson } from "./passkey-rules.ts";

export const challengeSeconds = 5 * 60;
export const trustSeconds = 30 * 24 * 3_600;
/** Sessions of a browser that is not kept signed in, of a portal, of the app: how long they last without use. */
export const idleSeconds = { passing: 24 * 3_600, web: 7 * 24 * 3_600, mobile: 30 * 24 * 3_600 } as const;
/** No session outlives this, however much it is used. */
export const sessionDaysMax = 90;

const kinds: Record<string, IdKind> = {
  session: "session",
  user: "user",
  account: "authAccount",
  verification: "authToken",
  twoFactor: "totpFactor",
  passkey: "passkey",
};
const times = { createdAt: "created_at", updatedAt: "updated_at" } as const;

let made: ReturnType<typeof create> | undefined;

function create() {
  const portals = [config("DASHBOARD_URL"), config("DM_URL"), config("MANAGE_URL")].map((url) => new URL(url));
  return betterAuth({
    appName: "Leadmetrics",
    secret: config("AUTH_SECRET"),
    baseURL: config("API_URL"),
    basePath: "/auth/v1/library",
    database: pool(authRole),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: ({ model }) => newId(kinds[model] ?? "authToken") },
      // Only this process calls the library; what was forwarded is settled before.
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    user: {
      modelName: "users",
      fields: { name: "first_name", emailVerified: "email_verified", ...times },
    },
    session: {
      modelName: "auth_sessions",
      expiresIn: idleSeconds.web,
      disableSessionRefresh: true,
      freshAge: 0,
      fields: { userId: "user_id", expiresAt: "expires_at", ipAddress: "ip", userAgent: "user_agent", ...times },
      additionalFields: {
        app: { type: "string", required: true, defaultValue: "dashboard", input: true },
        tenantId: { type: "string", required: false, fieldName: "tenant_id", input: true },
        deviceName: { type: "string", required: false, fieldName: "device_name", input: true },
        country: { type: "string", required: false, input: true },
        kept: { type: "boolean", required: false, input: true },
        provedAt: { type: "date", required: false, fieldName: "proved_at", input: true },
        lastSeenAt: { type: "date", required: false, fieldName: "last_seen_at", input: true },
      },
    },
    account: {
      modelName: "auth_accounts",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        ...times,
      },
    },
    verification: { modelName: "auth_verifications", fields: { expiresAt: "expires_at", ...times } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // Our own rules are checked before: these bounds only keep nonsense away.
      minPasswordLength: 1,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    plugins: [
      bearer(),
      twoFactor({
        issuer: "Leadmetrics",
        twoFactorCookieMaxAge: challengeSeconds,
        trustDeviceMaxAge: trustSeconds,
        totpOptions: { digits: 6, period: 30 },
        // The list holds hashes, so there is nothing to encrypt.
        backupCodeOptions: { storeBackupCodes: "plain" },
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 15 * 60 },
        schema: {
          user: { fields: { twoFactorEnabled: "totp_enabled" } },
          twoFactor: {
            modelName: "totp_factors",
            fields: {
              userId: "user_id",
              secret: "secret_cipher",
              backupCodes: "recovery_codes",
              verified: "confirmed",
              failedVerificationCount: "failed_count",
              lockedUntil: "locked_until",
            },
          },
        },
      }),
      passkey({
        rpID: config("PASSKEY_RP_ID") ?? common(portals.map((url) => url.hostname)),
        rpName: "Leadmetrics",
        origin: portals.map((url) => url.origin),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        registration: { afterVerification: ({ verification }) => isProvenByPerson(verification.registrationInfo) },
        authentication: { afterVerification: ({ verification }) => isProvenByPerson(verification.authenticationInfo) },
        schema: {
          passkey: {
            modelName: "passkeys",
            fields: {
              userId: "user_id",
              credentialID: "credential_id",
              publicKey: "public_key",
              deviceType: "device_type",
              backedUp: "backed_up",
              createdAt: "created_at",
            },
          },
        },
      }),
    ],
  });
}

/** The sign-in library. Only the auth function bundles it; everything else checks access tokens. */
export function library(): ReturnType<typeof create> {
  made ??= create();
  return made;
}

// `app.example.com` and `dm.example.com` share `example.com`: one passkey opens every portal its owner may enter.
function common(hosts: readonly string[]): string {
  const [first = [], ...rest] = hosts.map((host) => host.split(".").reverse());
  const shared = first.findIndex((label, at) => rest.some((labels) => labels[at] !== label));
  return first
    .slice(0, shared === -1 ? first.length : shared)
    .reverse()
    .join(".");
}
