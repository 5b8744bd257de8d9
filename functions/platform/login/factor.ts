import { generateRandomString, symmetricEncrypt } from "better-auth/crypto";
import { type Caller, cookieOf, headersFor, refusalOf } from "./jar.ts";
import { library } from "./library.ts";

const secretLength = 32;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** How a try with a code ended. `over`: the waiting sign-in has had its five tries or minutes; `locked`: the factor is, for a while. */
export type Tried = { kind: "ok"; token: string; trust: string | undefined } | { kind: "wrong" | "over" | "locked" };

/** Makes a secret for an authenticator app. It counts for nothing until a code of it is confirmed. */
export async function beginFactor(userId: string, email: string): Promise<{ secret: string; uri: string }> {
  const context = await library().$context;
  const secret = generateRandomString(secretLength);
  const data = {
    secret: await symmetricEncrypt({ key: context.secretConfig, data: secret }),
    backupCodes: "[]",
    verified: false,
  };
  const where = [{ field: "userId", value: userId }];
  const known = await context.adapter.findOne<{ id: string }>({ model: "twoFactor", where });
  if (known) await context.adapter.update({ model: "twoFactor", where, update: data });
  else await context.adapter.create({ model: "twoFactor", data: { ...data, userId } });
  const shown = base32(Buffer.from(secret));
  const query = new URLSearchParams({
    secret: shown,
    issuer: "Leadmetrics",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
  return { secret: shown, uri: `otpauth://totp/Leadmetrics:${encodeURIComponent(email)}?${query}` };
}

/** Finishes a waiting sign-in, or confirms a new factor, with a code of the authenticator app. */
export async function tryCode(
  code: string,
  caller: Caller,
  given: { session?: string; cookies?: readonly string[] },
  trustDevice = false,
): Promise<Tried> {
  return tried(() =>
    library().api.verifyTOTP({ body: { code, trustDevice }, headers: headersFor(caller, given), returnHeaders: true }),
  );
}

/** Finishes a waiting sign-in with the hash of a recovery code, which is used up by it. */
export async function tryRecovery(hash: string, caller: Caller, cookie: string): Promise<Tried> {
  return tried(() =>
    library().api.verifyBackupCode({
      body: { code: hash },
      headers: headersFor(caller, { cookies: [cookie] }),
      returnHeaders: true,
    }),
  );
}

/** The salt under which a person's recovery codes are kept; null without a confirmed factor. */
export async function recoverySalt(userId: string): Promise<string | null> {
  const context = await library().$context;
  const where = [{ field: "userId", value: userId }];
  const row = await context.adapter.findOne<{ backupCodes: string }>({ model: "twoFactor", where });
  const [first] = row ? (JSON.parse(row.backupCodes) as string[]) : [];
  return first?.split("$")[0] ?? null;
}

/** Puts the hashes of new recovery codes in the place of the old ones. */
export async function writeRecovery(userId: string, hashes: readonly string[]): Promise<void> {
  const context = await library().$context;
  const where = [{ field: "userId", value: userId }];
  await context.adapter.update({ model: "twoFactor", where, update: { backupCodes: JSON.stringify(hashes) } });
}

/** Takes a person's second factor away: from now on the password alone is asked for. */
export async function removeFactor(userId: string): Promise<void> {
  const context = await library().$context;
  await context.internalAdapter.updateUser(userId, { twoFactorEnabled: false });
  await context.adapter.delete({ model: "twoFactor", where: [{ field: "userId", value: userId }] });
}

async function tried(
  call: () => Promise<{ headers: Headers; response: { token?: string | undefined } }>,
): Promise<Tried> {
  try {
    const { headers, response } = await call();
    if (!response.token) throw new Error("the library took a code without opening a session");
    // A factor that was confirmed just now gives the session a new secret, which only the cookie names.
    const token = secretIn(cookieOf(headers, "session_token")) ?? response.token;
    return { kind: "ok", token, trust: cookieOf(headers, "trust_device") };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === "INVALID_CODE" || refusal === "INVALID_BACKUP_CODE") return { kind: "wrong" };
    if (refusal === "ACCOUNT_TEMPORARILY_LOCKED") return { kind: "locked" };
    if (refusal === "INVALID_TWO_FACTOR_COOKIE" || refusal === "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE")
      return { kind: "over" };
    throw error;
  }
}

// The library's cookie is `name=<secret>.<signature>`, encoded for the web.
function secretIn(cookie: string | undefined): string | undefined {
  return cookie && decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1)).split(".")[0];
}

// RFC 4648 without padding, the form authenticator apps take.
function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}
