import { randomBytes, randomInt } from "node:crypto";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { AuthTokenPurpose } from "#schema/account.ts";
import { newId } from "#schema/ids.ts";

const hourMs = 3_600_000;
/** How long a mailed link is good. */
const lifeMs: Record<AuthTokenPurpose, number> = {
  verify_email: 24 * hourMs,
  change_email: 24 * hourMs,
  reset_password: hourMs,
  set_password: 7 * 24 * hourMs,
  unlock: hourMs,
};
const withCode: readonly AuthTokenPurpose[] = ["verify_email"];
const codeTriesMax = 5;

export interface Grant {
  userId: string;
  purpose: AuthTokenPurpose;
  email: string;
}

/** Makes a single-use link, and a six-digit code where the purpose has one. Only their hashes are kept. */
export async function mint(tx: Tx, { userId, purpose, email }: Grant): Promise<{ token: string; code: string | null }> {
  const id = newId("authToken");
  const token = randomBytes(32).toString("base64url");
  const code = withCode.includes(purpose) ? String(randomInt(1_000_000)).padStart(6, "0") : null;
  await tx
    .insertInto("authTokens")
    .values({
      id,
      userId,
      purpose,
      email,
      tokenHash: sha256(token),
      codeHash: code ? sha256(`${userId}:${code}`) : null,
      expiresAt: new Date(Date.now() + lifeMs[purpose]),
    })
    .execute();
  return { token, code };
}

/** What a mailed link is good for, without using it up; null when it is unknown, used, expired or meant for something else. */
export async function peek(token: string, purposes: readonly AuthTokenPurpose[]): Promise<Grant | null> {
  const row = await transaction(
    (tx) =>
      tx
        .selectFrom("authTokens")
        .select(["userId", "purpose", "email"])
        .where("tokenHash", "=", sha256(token))
        .where("purpose", "in", [...purposes])
        .where("usedAt", "is", null)
        .where("expiresAt", ">", new Date())
        .executeTakeFirst(),
    authRole,
  );
  return row ? { ...row, purpose: row.purpose as AuthTokenPurpose } : null;
}

/**
 * Uses up a mailed link: it and every other open one of the same purpose end with it. @returns null when it is unknown, used,
 * expired or meant for something else
 */
export async function redeem(token: string, purposes: readonly AuthTokenPurpose[]): Promise<Grant | null> {
  return transaction(async (tx) => {
    const row = await tx
      .updateTable("authTokens")
      .set({ usedAt: new Date() })
      .where("tokenHash", "=", sha256(token))
      .where("purpose", "in", [...purposes])
      .where("usedAt", "is", null)
      .where("expiresAt", ">", new Date())
      .returning(["userId", "purpose", "email"])
      .executeTakeFirst();
    if (!row) return null;
    const grant = { ...row, purpose: row.purpose as AuthTokenPurpose };
    await withdraw(tx, grant.userId, [grant.purpose]);
    return grant;
  }, authRole);
}

/** Uses up a mailed code of a person. A wrong one counts against every open code; after five none of them opens anything. */
export async function redeemCode(userId: string, code: string, purpose: AuthTokenPurpose): Promise<Grant | null> {
  return transaction(async (tx) => {
    const open = await tx
      .updateTable("authTokens")
      .set((eb) => ({ tries: eb("tries", "+", 1) }))
      .where("userId", "=", userId)
      .where("purpose", "=", purpose)
      .where("codeHash", "is not", null)
      .where("usedAt", "is", null)
      .where("expiresAt", ">", new Date())
      .where("tries", "<", codeTriesMax)
      .returning(["userId", "email", "codeHash"])
      .execute();
    const hash = sha256(`${userId}:${code}`);
    const row = open.find((each) => each.codeHash === hash);
    if (!row) return null;
    await withdraw(tx, userId, [purpose]);
    return { userId, purpose, email: row.email };
  }, authRole);
}

/** Ends every open link and code of some purposes. */
export async function withdraw(tx: Tx, userId: string, purposes: readonly AuthTokenPurpose[]): Promise<void> {
  await tx
    .updateTable("authTokens")
    .set({ usedAt: new Date() })
    .where("userId", "=", userId)
    .where("purpose", "in", [...purposes])
    .where("usedAt", "is", null)
    .execute();
}
