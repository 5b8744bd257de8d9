import { betterAuth } from "better-auth";
import { newId } from "#schema/ids.ts";
import { config } from "./config.ts";
import { pool } from "./db.ts";
import { hashPassword, verifyPassword } from "./password.ts";

let made: ReturnType<typeof create> | undefined;

function create() {
  return betterAuth({
    secret: config("AUTH_SECRET"),
    baseURL: config("API_URL"),
    basePath: "/auth/v1/library",
    database: pool("auth"),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: { database: { generateId: ({ model }) => (model === "session" ? newId("session") : newId("user")) } },
    user: {
      modelName: "users",
      fields: { name: "first_name", emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
    },
    session: {
      modelName: "auth_sessions",
      expiresIn: 7 * 24 * 3_600,
      updateAge: 24 * 3_600,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      additionalFields: {
        app: { type: "string", required: true, defaultValue: "dashboard", input: true },
        tenantId: { type: "string", required: false, fieldName: "tenant_id", input: true },
        deviceName: { type: "string", required: false, fieldName: "device_name", input: true },
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
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "auth_verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: verifyPassword },
    },
  });
}

/** The sign-in library. Only the auth function bundles it; everything else checks access tokens. */
export function library(): ReturnType<typeof create> {
  made ??= create();
  return made;
}

export interface LibrarySession {
  token: string;
  sessionId: string;
  userId: string;
  expiresAt: Date;
}

/** Checks e-mail and password and opens a session. @returns null when they do not belong together */
export async function signIn(input: {
  email: string;
  password: string;
  ip: string;
  userAgent: string;
}): Promise<LibrarySession | null> {
  try {
    const headers = new Headers({ "x-forwarded-for": input.ip, "user-agent": input.userAgent });
    const { token } = await library().api.signInEmail({
      body: { email: input.email, password: input.password },
      headers,
    });
    return await findSession(token);
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 401) return null;
    throw error;
  }
}

/** The live session of a token, or null. */
export async function findSession(token: string): Promise<LibrarySession | null> {
  const context = await library().$context;
  const found = await context.internalAdapter.findSession(token);
  if (!found || found.session.expiresAt.getTime() <= Date.now()) return null;
  return {
    token: found.session.token,
    sessionId: found.session.id,
    userId: found.session.userId,
    expiresAt: found.session.expiresAt,
  };
}

/** Writes app, tenant and device of a session, and prolongs it. */
export async function updateSession(
  token: string,
  values: { app?: string; tenantId?: string | null; deviceName?: string; expiresAt?: Date },
): Promise<void> {
  const context = await library().$context;
  await context.internalAdapter.updateSession(token, values);
}

/** Ends a session at once. */
export async function endSession(token: string): Promise<void> {
  const context = await library().$context;
  await context.internalAdapter.deleteSession(token);
}
