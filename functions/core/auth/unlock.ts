import type * as z from "zod";
import { redeem } from "#core/account-mail/token.ts";
import * as Effect from "#core/effect/index.ts";
import * as Limit from "#core/limit/index.ts";
import { sha256 } from "#platform/secrets.ts";
import type { UnlockRequest } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { forgiven, orderUnlock } from "./attempts.ts";
import { asNobody } from "./scene.ts";

/** Mails the link that lifts a lock, three times an hour at most. The answer is the same for every address. */
export async function requestUnlock(input: z.output<typeof UnlockRequest>): Promise<void> {
  await Limit.spend({ "reset.email": input.email });
  await asNobody(() => orderUnlock(input));
}

/** Lifts a lock with the mailed link. @throws link_expired */
export async function unlock(token: string): Promise<void> {
  const grant = await redeem(token, ["unlock"]);
  if (!grant) throw linkOver();
  const email = grant.email.toLowerCase();
  await forgiven(email);
  await asNobody(() => Effect.audit("login.unlocked", { type: "login", id: sha256(email), label: "Sign-in" }));
}

/** The error of a mailed link that is used, too old or unknown. */
export function linkOver(): AppError {
  return new AppError("link.link_expired", "This link was used before or is too old. Ask for a new one.");
}
