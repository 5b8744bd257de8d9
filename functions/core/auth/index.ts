import type { z } from "zod";
import { Effect } from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { Session } from "#core/session/index.ts";
import { origin, person, provide } from "#platform/actor.ts";
import { separately, transaction } from "#platform/db.ts";
import { countFailure, failures, forgive } from "#platform/limit.ts";
import { endSession, findSession, signIn, updateSession } from "#platform/login.ts";
import { sha256 } from "#platform/secrets.ts";
import { accessSeconds, signAccess } from "#platform/token.ts";
import { type User, UserPatch } from "#schema/account.ts";
import { Login, type LoginResult, type RefreshResult as RefreshSchema, type TenantChoice } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type AppName, mayEnter, type SessionApp, type Side, type TenantRole } from "#schema/roles.ts";

export * as Auth from "./index.ts";

const failuresMax = 5;
const addressFailuresMax = 30;
const windowSeconds = 15 * 60;
const sessionMs = 7 * 24 * 3_600_000;
const closed = ["suspended", "cancelled"];

/**
 * Signs a person in to one app. Unknown address, wrong password and deactivated user answer the same.
 * Five failures in 15 minutes lock an address, 30 an IP, whether the address exists or not.
 */
export const login = fn(Login, async (input): Promise<LoginResult> => {
  const ip = origin().ip ?? "unknown";
  const mailKey = `auth:fail:${sha256(input.email)}`;
  const ipKey = `auth:fail-ip:${ip}`;
  const [byMail, byIp] = await Promise.all([failures(mailKey), failures(ipKey)]);
  if (byMail.count >= failuresMax || byIp.count >= addressFailuresMax) {
    await attempt(input, "locked");
    const minutes = Math.max(1, Math.ceil(Math.max(byMail.seconds, byIp.seconds) / 60));
    throw new AppError("auth.locked", `Too many failed attempts. Try again in ${minutes} minutes.`, {
      details: { retryAfterSeconds: Math.max(byMail.seconds, byIp.seconds) },
    });
  }
  const session = await signIn({
    email: input.email,
    password: input.password,
    ip,
    userAgent: origin().userAgent ?? "unknown",
  });
  const user = session ? await byId(session.userId) : null;
  if (!session || user?.status !== "active") {
    if (session) await endSession(session.token);
    await Promise.all([
      countFailure(mailKey, windowSeconds),
      countFailure(ipKey, windowSeconds),
      attempt(input, "bad_credentials"),
    ]);
    throw new AppError("auth.bad_credentials", "E-mail or password is wrong.");
  }
  if (!mayEnter(user.appAccess, input.app)) {
    await Promise.all([endSession(session.token), attempt(input, "no_app_access")]);
    throw new AppError("auth.no_app_access", "Your account has no access to this portal.");
  }
  await forgive(mailKey);
  const choices = await choicesOf(session.userId, input.app);
  const open = choices.filter((choice) => !closed.includes(choice.status));
  if (input.app === "dashboard" && open.length === 0) {
    await Promise.all([
      endSession(session.token),
      attempt(input, choices.length > 0 ? "tenant_suspended" : "no_app_access"),
    ]);
    if (choices.length > 0)
      throw new AppError("tenant.tenant_suspended", "This workspace is suspended. Ask your agency.");
    throw new AppError("auth.no_app_access", "Your account belongs to no workspace. Ask for an invitation.");
  }
  const tenantId = input.app === "dashboard" && open.length === 1 ? (open[0]?.id ?? null) : null;
  await updateSession(session.token, {
    app: input.app,
    tenantId,
    ...(input.deviceName ? { deviceName: input.deviceName } : {}),
  });
  await attempt(input, "ok");
  await entered(session.userId, fullName(user), session.sessionId, tenantId, "login.succeeded");
  return result(session, user, open, input.app, tenantId);
});

/** A new access token for a live session; the session slides on. */
export async function refresh(token: string | undefined): Promise<z.infer<typeof RefreshSchema>> {
  const session = token ? await findSession(token) : null;
  if (!token || !session) throw new AppError("auth.unauthenticated", "Your session has ended. Sign in again.");
  const row = await sessionRow(session.sessionId);
  if (!row) throw new AppError("auth.unauthenticated", "Your session has ended. Sign in again.");
  await updateSession(token, { expiresAt: new Date(Date.now() + sessionMs) });
  const accessToken = await signAccess({
    sub: session.userId,
    sid: session.sessionId,
    app: row.app as SessionApp,
    ...(row.tenantId ? { tid: row.tenantId } : {}),
  });
  return { accessToken, expiresIn: accessSeconds, refreshToken: token };
}

/** Ends the session of a token. Unknown tokens are as good as ended. */
export async function logout(token: string | undefined): Promise<void> {
  const session = token ? await findSession(token) : null;
  if (!token || !session) return;
  const row = await sessionRow(session.sessionId);
  await endSession(token);
  await Session.drop(session.sessionId);
  const user = await byId(session.userId);
  await entered(session.userId, user ? fullName(user) : "", session.sessionId, row?.tenantId ?? null, "session.ended");
}

/** The person who is signed in. */
export async function me(): Promise<User> {
  const user = await byId(person().userId);
  if (!user) throw new AppError("auth.unauthenticated", "Your account does not exist any more.");
  return shape(user);
}

/** Changes one's own name, language, time zone or theme. */
export async function updateMe(patch: z.infer<typeof UserPatch>): Promise<User> {
  const values = Object.fromEntries(Object.entries(UserPatch.parse(patch)).filter(([, value]) => value !== undefined));
  const { userId, sessionId } = person();
  if (Object.keys(values).length > 0)
    await separately((tx) => tx.updateTable("users").set(values).where("id", "=", userId).execute(), "auth");
  await Session.drop(sessionId);
  return me();
}

/** Workspaces the person may enter with this app. */
export async function tenants(app: SessionApp): Promise<TenantChoice[]> {
  return (await choicesOf(person().userId, app)).filter((choice) => !closed.includes(choice.status)).map(withoutStatus);
}

/** Enters one of several workspaces: the session and its next tokens name it. */
export async function select(token: string | undefined, tenantId: string): Promise<LoginResult> {
  const session = token ? await findSession(token) : null;
  if (!token || !session) throw new AppError("auth.unauthenticated", "Your session has ended. Sign in again.");
  const row = await sessionRow(session.sessionId);
  const app = (row?.app ?? "dashboard") as SessionApp;
  const open = (await choicesOf(session.userId, app)).filter((choice) => !closed.includes(choice.status));
  if (!open.some((choice) => choice.id === tenantId))
    throw new AppError("request.not_found", `Workspace ${tenantId} was not found.`);
  await updateSession(token, { tenantId });
  await Session.drop(session.sessionId);
  const user = await byId(session.userId);
  if (!user) throw new AppError("auth.unauthenticated", "Your account does not exist any more.");
  await entered(session.userId, fullName(user), session.sessionId, tenantId, "session.tenant_selected");
  return result(session, user, open, app, tenantId);
}

type UserRow = NonNullable<Awaited<ReturnType<typeof byId>>>;
type Choice = TenantChoice & { status: string };

async function result(
  session: { token: string; sessionId: string; userId: string },
  user: UserRow,
  choices: Choice[],
  app: SessionApp,
  tenantId: string | null,
): Promise<LoginResult> {
  const accessToken = await signAccess({
    sub: session.userId,
    sid: session.sessionId,
    app,
    ...(tenantId ? { tid: tenantId } : {}),
  });
  return {
    accessToken,
    expiresIn: accessSeconds,
    refreshToken: session.token,
    user: shape(user),
    tenants: choices.map(withoutStatus),
    tenantId,
    session: { id: session.sessionId },
  };
}

function withoutStatus({ status: _, ...choice }: Choice): TenantChoice {
  return choice;
}

async function byId(userId: string) {
  return separately(
    (tx) =>
      tx.selectFrom("users").selectAll().where("id", "=", userId).where("deletedAt", "is", null).executeTakeFirst(),
    "auth",
  );
}

async function sessionRow(sessionId: string) {
  return separately(
    (tx) => tx.selectFrom("authSessions").select(["app", "tenantId"]).where("id", "=", sessionId).executeTakeFirst(),
    "auth",
  );
}

async function choicesOf(userId: string, app: SessionApp): Promise<Choice[]> {
  const sides = { dashboard: ["client"], "dm-portal": ["agency"], manage: [], mobile: ["client", "agency"] }[app];
  if (sides.length === 0) return [];
  const rows = await separately(
    (tx) =>
      tx
        .selectFrom("tenantMembers as m")
        .innerJoin("tenants as t", "t.id", "m.tenantId")
        .select(["t.id", "t.name", "t.slug", "t.status", "m.side", "m.role"])
        .where("m.userId", "=", userId)
        .where("m.side", "in", sides)
        .orderBy("t.name")
        .execute(),
    "auth",
  );
  return rows.map((row) => ({ ...row, side: row.side as Side, role: row.role as TenantRole }));
}

function fullName(user: UserRow): string {
  return `${user.firstName} ${user.lastName}`.trim();
}

function shape(user: UserRow): User {
  return {
    id: user.id,
    email: user.email,
    emailVerified: user.emailVerified,
    firstName: user.firstName,
    lastName: user.lastName,
    phone: user.phone,
    country: user.country,
    jobTitle: user.jobTitle,
    about: user.about,
    whatsappNumber: user.whatsappNumber,
    role: user.role as User["role"],
    appAccess: user.appAccess as AppName[],
    locale: user.locale,
    timezone: user.timezone,
    theme: user.theme as User["theme"],
    totpEnabled: user.totpEnabled,
  };
}

async function attempt(input: { email: string; app: string }, outcome: string): Promise<void> {
  await separately(
    (tx) =>
      tx
        .insertInto("loginAttempts")
        .values({
          id: newId("loginAttempt"),
          emailHash: sha256(input.email),
          ip: origin().ip ?? "unknown",
          app: input.app,
          outcome,
        })
        .execute(),
    "auth",
  );
}

// A sign-in belongs to the workspace's audit chain where it has one.
async function entered(
  userId: string,
  name: string,
  sessionId: string,
  tenantId: string | null,
  action: "login.succeeded" | "session.ended" | "session.tenant_selected",
): Promise<void> {
  if (!tenantId) return;
  await provide({ kind: "user", tenantId, role: "member", userId, name, sessionId }, origin(), () =>
    transaction(() => Effect.audit(action, { type: "session", id: sessionId, label: name }, { after: { sessionId } })),
  );
}
