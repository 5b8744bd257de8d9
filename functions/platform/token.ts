import type { CryptoKey, JSONWebKeySet, JWK } from "jose";
import { createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT } from "jose";
import { LRUCache } from "lru-cache";
import { ulid } from "ulid";
import * as z from "zod";
import { TaskClaims } from "#schema/agent-api.ts";
import { AccessClaims } from "#schema/auth.ts";
import { AppError } from "#schema/errors.ts";
import type { SessionApp } from "#schema/roles.ts";
import { Audience } from "#schema/surfaces.ts";
import { config } from "./config.ts";
import { takeApart } from "./jwt.ts";

export const accessSeconds = 15 * 60;
/** A task token lives this long at most. */
export const taskSeconds = 60 * 60;

const issuer = "leadmetrics";
const algorithm = "EdDSA";
const clockSkewSeconds = 60;
const audienceOf: Record<SessionApp, Audience> = {
  dashboard: "portal",
  "dm-portal": "portal",
  mobile: "portal",
  manage: "manage",
};

const registered = { iss: z.literal(issuer), iat: z.int(), exp: z.int(), jti: z.ulid() };
/** A token of one kind is never taken for the other: its type is in the header and its claims are closed. */
const kinds = {
  access: {
    typ: "at+jwt",
    seconds: accessSeconds,
    claims: z
      .strictObject({ ...AccessClaims.shape, ...registered, aud: Audience })
      .refine(({ app, aud }) => aud === audienceOf[app]),
  },
  task: {
    typ: "task+jwt",
    seconds: taskSeconds,
    claims: z.strictObject({ ...TaskClaims.shape, ...registered, aud: z.literal("agent") }),
  },
} as const;
type Kind = keyof typeof kinds;
type Claims<K extends Kind> = z.infer<(typeof kinds)[K]["claims"]>;

/**
 * Signs and checks tokens with a ring of Ed25519 keys. The first signing key signs; every verifying key is believed, so that
 * a key can be known everywhere before its first signature and until its last token has ended.
 */
export function tokenRing(keys: { signing: () => JWK[]; verifying: () => JSONWebKeySet }) {
  let signer: Promise<{ key: CryptoKey; kid: string }> | undefined;
  let verifier: ReturnType<typeof createLocalJWKSet> | undefined;
  const seen = new LRUCache<string, { [K in Kind]?: Claims<K> }>({ max: 10_000 });

  const newest = async () => {
    const [jwk] = keys.signing();
    if (!jwk?.kid) throw new Error("AUTH_SIGNING_KEY holds no private key with a kid.");
    return { key: (await importJWK(jwk, algorithm)) as CryptoKey, kid: jwk.kid };
  };

  const verify = async <K extends Kind>(kind: K, token: string): Promise<Claims<K>> => {
    const { typ, seconds } = kinds[kind];
    if (takeApart(token)?.typ !== typ) throw new errors.JWTInvalid("not a token of this kind");
    verifier ??= createLocalJWKSet(keys.verifying());
    const { payload } = await jwtVerify(token, verifier, { issuer, algorithms: [algorithm], typ });
    const claims = kinds[kind].claims.parse(payload) as Claims<K>;
    if (claims.exp - claims.iat > seconds || claims.iat > Date.now() / 1_000 + clockSkewSeconds)
      throw new errors.JWTInvalid("a token of a life we do not give");
    return claims;
  };

  return {
    async sign(kind: Kind, audience: Audience, { sub, ...claims }: { sub: string }, seconds: number): Promise<string> {
      signer ??= newest();
      const { key, kid } = await signer;
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid, typ: kinds[kind].typ })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime(`${seconds}s`)
        .setJti(ulid())
        .sign(key);
    },

    /** The claims of a token of the kind. One seen before costs a look-up, since its bytes were verified then. */
    async check<K extends Kind>(kind: K, token: string): Promise<Claims<K>> {
      const known = seen.get(token)?.[kind] as Claims<K> | undefined;
      if (known && known.exp * 1_000 > Date.now()) return known;
      try {
        const claims = await verify(kind, token);
        seen.set(token, { [kind]: claims });
        return claims;
      } catch (error) {
        if (error instanceof errors.JWTExpired)
          throw new AppError("auth.token_expired", "Your access has expired; refresh it.");
        throw new AppError("auth.unauthenticated", "The access token is not valid. Sign in again.");
      }
    },
  };
}

/** The private keys of the environment, the one that signs first: one JWK, or a set of them. */
function signingKeys(): JWK[] {
  const parsed = JSON.parse(config("AUTH_SIGNING_KEY")) as JWK | JSONWebKeySet;
  return "keys" in parsed ? (parsed as JSONWebKeySet).keys : [parsed];
}

const ring = tokenRing({
  signing: signingKeys,
  verifying: () => JSON.parse(config("AUTH_VERIFY_KEYS")) as JSONWebKeySet,
});

/** Signs an access token for 15 minutes (EdDSA, key id in the header). Only the auth function holds the private keys. */
export async function signAccess(claims: AccessClaims): Promise<string> {
  return ring.sign("access", audienceOf[claims.app], claims, accessSeconds);
}

/**
 * Checks an access token locally, for one of the audiences. Revocation is the session's business, not the token's.
 * @throws `auth.token_expired` when only its time is over, `auth.no_app_access` for another audience, else `auth.unauthenticated`
 */
export async function checkAccess(
  token: string,
  audiences: readonly Audience[] = ["portal", "manage"],
): Promise<Claims<"access">> {
  const claims = await ring.check("access", token);
  if (audiences.includes(claims.aud)) return claims;
  throw new AppError("auth.no_app_access", "This session belongs to another portal.");
}

/** Signs the token of one run for an agent that runs elsewhere. */
export async function signTask(claims: TaskClaims, seconds: number = taskSeconds): Promise<string> {
  return ring.sign("task", "agent", claims, Math.min(seconds, taskSeconds));
}

/** Checks a task token. That its run still waits is the run's business. @throws as `checkAccess` */
export async function checkTask(token: string): Promise<Claims<"task">> {
  return ring.check("task", token);
}
