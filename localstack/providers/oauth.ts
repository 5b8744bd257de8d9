import { createHash, randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { isKey, type SimulatorEnv } from "./door.ts";
import { dialects } from "./oauth-dialects.ts";
import { consentPage, problemPage } from "./oauth-page.ts";
import { basic, simulate, textIn } from "./simulate.ts";
import type { Family } from "./tokens.ts";

interface Code {
  clientId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | undefined;
  plain: boolean;
  offline: boolean;
  endsAt: number;
}

const codeLifeMs = 10 * 60_000;

/** The consent page and the token, refresh and revoke endpoints of one house, below `/oauth/<family>`, at its real paths. */
export function oauthSimulator(control: Control, family: Family): Hono<SimulatorEnv> {
  const dialect = dialects[family];
  const codes = new Map<string, Code>();
  const answerWith = (c: Context<SimulatorEnv>, clientId: string, scopes: string[], refresh: string | undefined) => {
    const { seconds } = dialect;
    const about = { family, clientId, scopes };
    const endsAt = seconds === undefined ? {} : { endsAt: Date.now() + seconds * 1000 };
    const access = control.tokens.mint({ ...about, use: "access", ...endsAt }, dialect.prefix);
    return c.json(dialect.tokenBody(access, scopes, refresh), 200, { "cache-control": "no-store" });
  };
  const exchange = (c: Context<SimulatorEnv>, given: Record<string, unknown>): Response => {
    const client = basic(c) ?? { user: textIn(given, "client_id"), password: textIn(given, "client_secret") };
    if (client.user === "" || !isKey(client.password)) {
      return c.var.refuse(401, "The OAuth client was not found.", { code: "invalid_client" });
    }
    const grantType = textIn(given, "grant_type") || (family === "meta" ? "authorization_code" : "");
    if (grantType === "fb_exchange_token" && family === "meta") {
      const known = control.tokens.read(textIn(given, "fb_exchange_token"));
      if (known.state !== "alive") return c.var.refuse(400, "Invalid OAuth access token.", { code: 190 });
      return answerWith(c, client.user, known.grant.scopes, undefined);
    }
    if (grantType === "refresh_token" && dialect.refreshes) {
      const known = control.tokens.read(textIn(given, "refresh_token"));
      const right = known.state === "alive" && known.grant.use === "refresh" && known.grant.clientId === client.user;
      if (!right) return c.var.refuse(400, "Token has been expired or revoked.", { code: "invalid_grant" });
      return answerWith(c, client.user, known.grant.scopes, undefined);
    }
    if (grantType !== "authorization_code") {
      return c.var.refuse(400, `Invalid grant_type: ${grantType}`, { code: "unsupported_grant_type" });
    }
    const code = codes.get(textIn(given, "code"));
    codes.delete(textIn(given, "code"));
    const problem = code ? problemOf(code, client.user, given) : "Malformed auth code.";
    if (!code || problem)
      return c.var.refuse(400, problem ?? "", {
        code: problem === "redirect_uri_mismatch" ? problem : "invalid_grant",
      });
    const refresh = control.tokens.mint(
      { family, use: "refresh", clientId: client.user, scopes: code.scopes },
      dialect.refreshPrefix,
    );
    return answerWith(c, client.user, code.scopes, dialect.refreshes && code.offline ? refresh : undefined);
  };
  return simulate(control, { provider: "oauth", errorBody: dialect.errorBody, statuses: dialect.statuses }, (app) => {
    app.get(dialect.authorizePath, (c) => {
      const query = c.req.query();
      const problem = requestProblem(query);
      return problem ? c.html(problemPage(dialect.house, problem), 400) : c.html(consentPage(dialect.house, query));
    });
    app.post(dialect.authorizePath, async (c) => {
      const form = new URLSearchParams(await c.req.text());
      const given = Object.fromEntries(form);
      const problem = requestProblem(given);
      if (problem) return c.html(problemPage(dialect.house, problem), 400);
      const target = new URL(given["redirect_uri"] ?? "");
      if (given["decision"] === "allow") {
        const code = dialect.codePrefix + randomBytes(24).toString("base64url");
        codes.set(code, {
          clientId: given["client_id"] ?? "",
          redirectUri: given["redirect_uri"] ?? "",
          scopes: form.getAll("granted"),
          challenge: given["code_challenge"] || undefined,
          plain: given["code_challenge_method"] !== "S256",
          offline: family !== "google" || given["access_type"] === "offline",
          endsAt: Date.now() + codeLifeMs,
        });
        target.searchParams.set("code", code);
      } else for (const [name, value] of Object.entries(dialect.denied)) target.searchParams.set(name, value);
      if (given["state"]) target.searchParams.set("state", given["state"]);
      return c.redirect(target.href, 302);
    });
    app.on(dialect.tokenMethods, dialect.tokenPath, (c) => exchange(c, { ...c.req.query(), ...c.var.fields }));
    if (!dialect.revokePath) return;
    app.post(dialect.revokePath, (c) => {
      const token = textIn({ ...c.req.query(), ...c.var.fields }, "token") || textIn(c.var.fields, "access_token");
      const known = control.tokens.read(token);
      if (token === "" || known.state === "dead")
        return c.var.refuse(400, "Token expired or revoked", { code: "invalid_token" });
      control.tokens.revoke(token);
      return c.json(dialect.revokedBody);
    });
  });
}

/** Why an authorisation request is not even shown; then nobody is sent back to the redirect address. */
function requestProblem(given: Record<string, string>): string | undefined {
  if (!given["client_id"]) return "Missing required parameter: client_id";
  if (!/^https?:/.test(given["redirect_uri"] ?? "") || !URL.canParse(given["redirect_uri"] ?? "")) {
    return "Missing required parameter: redirect_uri";
  }
  if (given["response_type"] !== "code") return "Missing required parameter: response_type";
  return undefined;
}

function problemOf(code: Code, clientId: string, given: Record<string, unknown>): string | undefined {
  if (code.endsAt < Date.now() || code.clientId !== clientId) return "Malformed auth code.";
  if (code.redirectUri !== textIn(given, "redirect_uri")) return "redirect_uri_mismatch";
  if (code.challenge === undefined) return undefined;
  const verifier = textIn(given, "code_verifier");
  if (verifier === "") return "Missing code verifier.";
  const proof = code.plain ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return proof === code.challenge ? undefined : "Invalid code verifier.";
}
