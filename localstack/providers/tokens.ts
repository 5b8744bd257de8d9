import { randomBytes } from "node:crypto";

/** The houses whose consent pages and tokens are simulated. */
export const families = ["google", "meta", "linkedin", "webflow", "hubspot", "github"] as const;
export type Family = (typeof families)[number];

/** What a token stands for. It is written in the token itself, so that a connection outlives a restart. */
export interface Grant {
  family: Family;
  use: "access" | "refresh";
  clientId: string;
  scopes: string[];
  /** The account it was granted for, where the person chose one. */
  account?: string;
  issuedAt: number;
  /** Milliseconds since 1970; absent if it does not end. */
  endsAt?: number;
}

export type TokenState = { state: "foreign" } | { state: "dead" } | { state: "alive"; grant: Grant };

export interface Tokens {
  mint(grant: Omit<Grant, "issuedAt">, prefix: string): string;
  /** A text that was not made here is foreign: it is taken for a good token, so that any made-up one works. */
  read(token: string): TokenState;
  revoke(token: string): void;
  /** Every access token of the family that was issued until now has expired; with `refresh` its refresh tokens too. */
  expire(family: Family, refresh: boolean): void;
}

const marker = "-sim-";

/** Tokens of the OAuth pages. Revocations live in memory. */
export function createTokens(): Tokens {
  const revoked = new Set<string>();
  const deadSince = new Map<string, number>();
  return {
    mint(grant, prefix) {
      const issuedAt = Math.max(Date.now(), (deadSince.get(`${grant.family}/${grant.use}`) ?? 0) + 1);
      const text = JSON.stringify({ ...grant, issuedAt, id: randomBytes(9).toString("base64url") });
      return prefix + marker + Buffer.from(text).toString("base64url");
    },
    read(token) {
      const [, coded] = token.split(marker);
      if (!coded) return { state: "foreign" };
      const grant = parse(coded);
      if (!grant || revoked.has(token) || (grant.endsAt ?? Number.POSITIVE_INFINITY) <= Date.now()) {
        return { state: "dead" };
      }
      const since = deadSince.get(`${grant.family}/${grant.use}`) ?? 0;
      return grant.issuedAt <= since ? { state: "dead" } : { state: "alive", grant };
    },
    revoke: (token) => void revoked.add(token),
    expire(family, refresh) {
      deadSince.set(`${family}/access`, Date.now());
      if (refresh) deadSince.set(`${family}/refresh`, Date.now());
    },
  };
}

function parse(coded: string): Grant | undefined {
  try {
    return JSON.parse(Buffer.from(coded, "base64url").toString()) as Grant;
  } catch {
    return undefined;
  }
}
