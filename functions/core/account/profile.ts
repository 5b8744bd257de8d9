import type * as z from "zod";
import { trusted } from "#core/auth/device.ts";
import { mustHaveFactor } from "#core/auth/login.ts";
import { byId, fullName, shape, type UserRow } from "#core/auth/people.ts";
import { ownAccount } from "#core/auth/scene.ts";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import { current, person } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately } from "#platform/db.ts";
import { type Security, type User, UserPatch } from "#schema/account.ts";
import { AppError } from "#schema/errors.ts";

/** The person who is signed in. */
export async function me(): Promise<User> {
  return shape(await self());
}

/** Changes one's own name, numbers, language, time zone or theme. */
export async function update(given: z.input<typeof UserPatch>): Promise<User> {
  const patch = Object.fromEntries(Object.entries(UserPatch.parse(given)).filter(([, value]) => value !== undefined));
  const actor = current();
  if (actor.kind === "user" && actor.impersonation)
    throw new AppError("auth.impersonated", "Whoever acts in somebody's name may not change their account.");
  const before = await self();
  if (Object.keys(patch).length === 0) return shape(before);
  await ownAccount(async (tx) => {
    await tx.updateTable("users").set(patch).where("id", "=", before.id).execute();
    const was = Object.fromEntries(Object.keys(patch).map((field) => [field, before[field as keyof UserRow]]));
    const subject = { type: "user", id: before.id, label: fullName(before) };
    await Effect.audit("user.updated", subject, { before: was, after: patch });
    Session.dropOf([before.id]);
  });
  return me();
}

/** State of everything that guards the account. */
export async function security(): Promise<z.infer<typeof Security>> {
  const user = await self();
  const snapshot = await Session.loadSession(person().sessionId);
  return separately(async (tx) => {
    const factor = await tx
      .selectFrom("totpFactors")
      .select("recoveryCodes")
      .where("userId", "=", user.id)
      .where("confirmed", "=", true)
      .executeTakeFirst();
    const passkeys = await tx.selectFrom("passkeys").select("id").where("userId", "=", user.id).execute();
    return {
      emailVerified: user.emailVerified,
      passwordChangedAt: user.passwordChangedAt?.toISOString() ?? null,
      totp: {
        enabled: user.totpEnabled,
        required: mustHaveFactor(user),
        recoveryCodesLeft: factor ? (JSON.parse(factor.recoveryCodes) as string[]).length : 0,
      },
      passkeys: passkeys.length,
      trustedDevices: await trusted(tx, user.id),
      provenUntil: snapshot?.provedAt ? Session.recentUntil(snapshot.provedAt).toISOString() : null,
    };
  }, authRole);
}

async function self(): Promise<UserRow> {
  const user = await byId(person().userId);
  if (!user) throw new AppError("auth.unauthenticated", "Your account does not exist any more.");
  return user;
}
