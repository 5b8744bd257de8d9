import type * as z from "zod";
import * as AccountMail from "#core/account-mail/index.ts";
import { begin, end, resume } from "#core/auth/challenge.ts";
import { notProven } from "#core/auth/passkey.ts";
import { fullName, type UserRow } from "#core/auth/people.ts";
import { caller, deviceOf, ownAccount, sceneWords } from "#core/auth/scene.ts";
import { ownSession, rowOf } from "#core/auth/session.ts";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { person } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately } from "#platform/db.ts";
import { beginRegistration, finishRegistration } from "#platform/login/passkey.ts";
import type { Passkey, PasskeyName } from "#schema/account.ts";
import type { PasskeyOptions, PasskeyRegistration } from "#schema/auth.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { owner } from "./guard.ts";

const passkeysMax = 20;

/** The person's passkeys, the oldest first. */
export async function passkeys(): Promise<Passkey[]> {
  const { userId } = person();
  const rows = await separately(
    (tx) =>
      tx
        .selectFrom("passkeys")
        .select(["id", "name", "backedUp", "createdAt", "lastUsedAt"])
        .where("userId", "=", userId)
        .orderBy("id")
        .execute(),
    authRole,
  );
  return rows.map(shape);
}

/** Begins to add a passkey. @throws reauth_required */
export async function passkeyRegistration(): Promise<PasskeyOptions> {
  const user = await owner();
  await Session.requireRecent();
  if ((await passkeys()).length >= passkeysMax)
    throw new AppError("request.in_use", `You have ${passkeysMax} passkeys. Remove one first.`);
  const session = await ownSession();
  const row = await rowOf(session.sessionId);
  const { options, cookie } = await beginRegistration(session.token, user.email, caller());
  const app = row?.app ?? "dashboard";
  const waiting = { step: "register", userId: user.id, app, deviceName: null, kept: true, cookie } as const;
  return { challengeId: await begin(waiting, session.sessionId), options };
}

/** Adds it with what the device made, and tells its owner by mail. @throws reauth_required, bad_code, link_expired */
export async function addPasskey(input: z.output<typeof PasskeyRegistration>): Promise<Passkey> {
  const user = await owner();
  await Session.requireRecent();
  const session = await ownSession();
  const waiting = await resume(input.challengeId, ["register"], session.sessionId);
  const name = input.name ?? `Passkey of ${deviceOf(caller().userAgent)}`.slice(0, 60);
  const id = await finishRegistration(
    { session: session.token, cookie: waiting.cookie ?? "", response: input.response, name },
    caller(),
  );
  if (!id) throw notProven();
  await end(input.challengeId);
  await ownAccount(async () => {
    await Effect.audit("user.updated", subjectOf(user), { before: { passkey: null }, after: { passkey: name } });
    await AccountMail.order({
      template: "passkey-added",
      address: user.email,
      userId: user.id,
      app: waiting.app,
      words: { ...sceneWords(), name },
    });
  });
  return find(id);
}

/** Gives a passkey another name. */
export async function renamePasskey(id: string, { name }: z.output<typeof PasskeyName>): Promise<Passkey> {
  const user = await owner();
  const before = await find(id);
  await ownAccount(async (tx) => {
    await tx.updateTable("passkeys").set({ name }).where("id", "=", id).where("userId", "=", user.id).execute();
    const change = { before: { passkey: before.name }, after: { passkey: name } };
    await Effect.audit("user.updated", subjectOf(user), change);
  });
  return find(id);
}

/** Takes a passkey away: it opens nothing any more. @throws reauth_required */
export async function removePasskey(id: string): Promise<void> {
  const user = await owner();
  await Session.requireRecent();
  const { name } = await find(id);
  await ownAccount(async (tx) => {
    await tx.deleteFrom("passkeys").where("id", "=", id).where("userId", "=", user.id).execute();
    await Effect.audit("user.updated", subjectOf(user), { before: { passkey: name }, after: { passkey: null } });
  });
}

async function find(id: string): Promise<Passkey> {
  const found = (await passkeys()).find((passkey) => passkey.id === id);
  if (!found) throw notFound("Passkey", id);
  return found;
}

function subjectOf(user: UserRow) {
  return { type: "user", id: user.id, label: fullName(user) };
}

function shape(row: {
  id: string;
  name: string;
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}): Passkey {
  return { ...row, createdAt: row.createdAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null };
}
