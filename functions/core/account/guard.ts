import { locked } from "#core/auth/attempts.ts";
import { byId, type UserRow } from "#core/auth/people.ts";
import { current, person } from "#platform/actor.ts";
import { countFailure, failures, forgive } from "#platform/limit.ts";
import { AppError } from "#schema/errors.ts";

const failuresMax = 5;
const windowSeconds = 15 * 60;
const keyOf = (userId: string) => `auth:fail-proof:${userId}`;

/** The person at work on their own account. @throws auth.impersonated while somebody acts in their name */
export async function owner(): Promise<UserRow> {
  const actor = current();
  if (actor.kind === "user" && actor.impersonation)
    throw new AppError("auth.impersonated", "Whoever acts in somebody's name may not change how they sign in.");
  const user = await byId(person().userId);
  if (!user) throw new AppError("auth.unauthenticated", "Your account does not exist any more.");
  return user;
}

/**
 * Tries a proof of identity of somebody who is signed in: after five wrong ones within a quarter of an hour none is looked at.
 * So a stolen session guesses no password and no code. @returns what the attempt found @throws auth.locked, or `wrong`
 */
export async function tryProof<T>(
  userId: string,
  attempt: () => Promise<T | null | false>,
  wrong: () => AppError,
): Promise<T> {
  const { count, seconds } = await failures(keyOf(userId));
  if (count >= failuresMax) throw locked(seconds);
  const proven = await attempt();
  if (proven !== null && proven !== false) {
    await forgive(keyOf(userId));
    return proven;
  }
  await countFailure(keyOf(userId), windowSeconds);
  throw wrong();
}
