import type { JWK } from "jose";
import { createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT } from "jose";
import { LRUCache } from "lru-cache";
import { AccessClaims } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import { config } from "./config.ts";

export const accessSeconds = 15 * 60;
const issuer = "leadmetrics";

let signing: Promise<{ key: Awaited<ReturnType<typeof importJWK>>; kid: string }> | undefined;
let verifying: ReturnType<typeof createLocalJWKSet> | undefined;
const checked = new LRUCache<string, { claims: AccessClaims; expiresAt: number }>({ max: 10_000 });

/** Signs an access token for 15 minutes (EdDSA, key id in the header). Only the auth function holds the private key. */
export async function signAccess(claims: AccessClaims): Promise<string> {
  signing ??= (async () => {
    const jwk = JSON.parse(config("AUTH_SIGNING_KEY")) as JWK;
    return { key: await importJWK(jwk, "EdDSA"), kid: jwk.kid ?? "1" };
  })();
  const { key, kid } = await signing;
  const { sub, ...rest } = claims;
  return new SignJWT(rest)
    .setProtectedHeader({ alg: "EdDSA", kid })
    .setSubject(sub)
    .setIssuer(issuer)
    .setAudience("api")
    .setIssuedAt()
    .setExpirationTime(`${accessSeconds}s`)
    .sign(key);
}

/**
 * Checks an access token locally. A token seen before costs one look-up, since its bytes were verified then.
 * @throws `auth.token_expired` when only its time is over, else `auth.unauthenticated`
 */
export async function checkAccess(token: string): Promise<AccessClaims> {
  const known = checked.get(token);
  if (known && known.expiresAt > Date.now()) return known.claims;
  verifying ??= createLocalJWKSet(JSON.parse(config("AUTH_VERIFY_KEYS")) as { keys: JWK[] });
  try {
    const { payload } = await jwtVerify(token, verifying, { issuer, audience: "api", algorithms: ["EdDSA"] });
    const claims = AccessClaims.parse(payload);
    checked.set(token, { claims, expiresAt: (payload.exp ?? 0) * 1_000 });
    return claims;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new AppError("auth.token_expired", "Your access has expired; refresh it.");
    throw new AppError("auth.unauthenticated", "The access token is not valid. Sign in again.");
  }
}
