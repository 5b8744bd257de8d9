import { createHash, randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { Control } from "./control.ts";
import { isKey, type SimulatorEnv } from "./door.ts";
import { dialects } from "./oauth-dialects.ts";
import { basic, textIn } from "./simulate.ts";
import type { Family } from "./tokens.ts";

interface Code {
  clientId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | undefined;
  plain: boolean;
  offline: boolean;
  account?: string;
  endsAt: number;
}

const codeLifeMs = 10 * 60_000;

export interface Grants {
  /** A code for what the user granted to the authorisation request. */
  code(asked: Record<string, string>, scopes: string[]): string;
  /** The answer to a request for tokens. */
  exchange(c: Context<SimulatorEnv>, given: Record<string, unknown>): Response;
}

/** Codes and tokens of one house. A code is good once and for ten minutes. */
export function createGrants(control: Control, family: Family): Grants {
  const dialect = dialects[family];
  const codes = new Map<string, Code>();

  const tokens = (
    c: Context<SimulatorEnv>,
    clientId: string,
    { scopes, account }: Pick<Code, "scopes" | "account">,
    refresh?: string,
  ): Response => {
    const { seconds } = dialect;
    const endsAt = seconds === undefined ? {} : { endsAt: Date.now() + seconds * 1000 };
    const of = account === undefined ? {} : { account };
    const access = control.tokens.mint({ family, use: "access", clientId, scopes, ...of, ...endsAt }, dialect.prefix);
    return c.json(dialect.tokenBody(access, scopes, refresh), 200, { "cache-control": "no-store" });
  };

  const fromCode = (c: Context<SimulatorEnv>, clientId: string, given: Record<string, unknown>): Response => {
    const code = codes.get(textIn(given, "code"));
    codes.delete(textIn(given, "code"));
    if (!code || code.endsAt < Date.now() || code.clientId !== clientId) {
      return c.var.refuse(400, "Malformed auth code.", { code: "invalid_grant" });
    }
    if (code.redirectUri !== textIn(given, "redirect_uri")) {
      return c.var.refuse(400, "Bad Request", { code: "redirect_uri_mismatch" });
    }
    const problem = verifierProblem(code, textIn(given, "code_verifier"));
    if (problem) return c.var.refuse(400, problem, { code: "invalid_grant" });
    const { scopes, account } = code;
    if (!dialect.refreshes || !code.offline) return tokens(c, clientId, code);
    const of = account === undefined ? {} : { account };
    const refresh = control.tokens.mint({ family, use: "refresh", clientId, scopes, ...of }, dialect.refreshPrefix);
    return tokens(c, clientId, code, refresh);
  };

  const fromToken = (
    c: Context<SimulatorEnv>,
    clientId: string,
    token: string,
    use: "access" | "refresh",
  ): Response => {
    const known = control.tokens.read(token);
    const right = known.state === "alive" && known.grant.use === use && known.grant.clientId === clientId;
    if (!right) return c.var.refuse(400, "Token has been expired or revoked.", { code: "invalid_grant" });
    return tokens(c, clientId, known.grant);
  };

  return {
    code(asked, scopes) {
      const code = dialect.codePrefix + randomBytes(24).toString("base64url");
      codes.set(code, {
        clientId: asked["client_id"] ?? "",
        redirectUri: asked["redirect_uri"] ?? "",
        scopes,
        challenge: asked["code_challenge"] || undefined,
        plain: asked["code_challenge_method"] !== "S256",
        offline: family !== "google" || asked["access_type"] === "offline",
        ...(asked["account"] ? { account: asked["account"] } : {}),
        endsAt: Date.now() + codeLifeMs,
      });
      return code;
    },
    exchange(c, given) {
      const client = basic(c) ?? { user: textIn(given, "client_id"), password: textIn(given, "client_secret") };
      if (client.user === "" || !isKey(client.password)) {
        return c.var.refuse(401, "The OAuth client was not found.", { code: "invalid_client" });
      }
      const grantType = textIn(given, "grant_type") || dialect.grantType;
      if (grantType === "authorization_code") return fromCode(c, client.user, given);
      if (grantType === "refresh_token" && dialect.refreshes) {
        return fromToken(c, client.user, textIn(given, "refresh_token"), "refresh");
      }
      if (grantType === "fb_exchange_token" && family === "meta") {
        return fromToken(c, client.user, textIn(given, "fb_exchange_token"), "access");
      }
      return c.var.refuse(400, `Invalid grant_type: ${grantType}`, { code: "unsupported_grant_type" });
    },
  };
}

/** Why the code's second half, kept by who asked for it, does not fit; nothing is asked for if no challenge was given. */
function verifierProblem({ challenge, plain }: Code, verifier: string): string | undefined {
  if (challenge === undefined) return undefined;
  if (verifier === "") return "Missing code verifier.";
  const proof = plain ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return proof === challenge ? undefined : "Invalid code verifier.";
}
