import { hashPassword, isCommon } from "#platform/password.ts";
import type { PasswordFault } from "#schema/account.ts";
import { AppError } from "#schema/errors.ts";
import { advice, faultOf } from "./rules.ts";

/** What is wrong with a password, or null. `personal` are words of its owner: address, names. */
export async function check(password: string, personal: readonly string[] = []): Promise<PasswordFault | null> {
  return faultOf(password, { personal, isKnown: await isCommon(password) });
}

/** Refuses a password that breaks a rule. @throws password.weak_password, which names the rule */
export async function require(password: string, personal: readonly string[] = []): Promise<void> {
  const fault = await check(password, personal);
  if (fault) throw weak(fault);
}

/** The error of a password that breaks a rule. */
export function weak(fault: PasswordFault): AppError {
  return new AppError("password.weak_password", advice[fault], {
    fields: [{ path: "password", rule: fault, message: advice[fault] }],
  });
}

/** Argon2id hash, made off the event loop. */
export async function hash(password: string): Promise<string> {
  return hashPassword(password);
}
