import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import type { SimulatorEnv } from "./door.ts";
import { dialects } from "./oauth-dialects.ts";
import { createGrants } from "./oauth-grants.ts";
import { consentPage, problemPage } from "./oauth-page.ts";
import { bearer, simulate, textIn } from "./simulate.ts";
import type { Family } from "./tokens.ts";

/** The consent page and the token, refresh and revoke endpoints of one house, below `/oauth/<family>`, at its real paths. */
export function oauthSimulator(control: Control, family: Family): Hono<SimulatorEnv> {
  const dialect = dialects[family];
  const grants = createGrants(control, family);
  const revoke = (c: Context<SimulatorEnv>): Response => {
    const given = { ...c.req.query(), ...c.var.fields };
    const token = textIn(given, "token") || textIn(given, "access_token");
    if (token === "" || control.tokens.read(token).state === "dead") {
      return c.var.refuse(400, "Token expired or revoked", { code: "invalid_token" });
    }
    control.tokens.revoke(token);
    return c.json(dialect.revokedBody);
  };
  return simulate(control, { provider: "oauth", errorBody: dialect.errorBody, statuses: dialect.statuses }, (app) => {
    app.get(dialect.authorizePath, (c) => {
      const asked = c.req.query();
      const problem = requestProblem(asked);
      return problem ? c.html(problemPage(dialect.house, problem), 400) : c.html(consentPage(dialect.house, asked));
    });
    app.post(dialect.authorizePath, async (c) => {
      const form = new URLSearchParams(await c.req.text());
      const asked = Object.fromEntries(form);
      const problem = requestProblem(asked);
      if (problem) return c.html(problemPage(dialect.house, problem), 400);
      const allowed = asked["decision"] === "allow";
      const outcome = allowed ? { code: grants.code(asked, form.getAll("granted")) } : dialect.denied;
      const target = new URL(asked["redirect_uri"] ?? "");
      const state = asked["state"] ? { state: asked["state"] } : {};
      for (const [name, value] of Object.entries({ ...outcome, ...state })) target.searchParams.set(name, value);
      return c.redirect(target.href, 302);
    });
    app.on(dialect.tokenMethods, dialect.tokenPath, (c) => grants.exchange(c, { ...c.req.query(), ...c.var.fields }));
    if (dialect.revokePath) app.post(dialect.revokePath, revoke);
    if (family === "google") googlePerson(app, control);
    if (family === "hubspot") hubspotTokens(app, control);
  });
}

// Who signed in, as OpenID Connect tells it.
function googlePerson(app: Hono<SimulatorEnv>, control: Control): void {
  app.get("/v1/userinfo", (c) => {
    const known = control.tokens.read(bearer(c) ?? "");
    if (known.state !== "alive" || !known.grant.scopes.includes("openid"))
      return c.var.refuse(401, "Invalid Credentials", { code: "invalid_token" });
    return c.json({ sub: known.grant.account ?? "100000000000000000001" });
  });
}

// What is known of a token, and how one is given back.
function hubspotTokens(app: Hono<SimulatorEnv>, control: Control): void {
  app.get("/oauth/v1/access-tokens/:token", (c) => {
    const known = control.tokens.read(c.req.param("token"));
    if (known.state === "dead") return c.var.refuse(404, "Access token is expired");
    const { scopes = [], account } = known.state === "alive" ? known.grant : {};
    const hub_id = /^\d+$/.test(account ?? "") ? Number(account) : (account ?? 62_515);
    return c.json({ hub_id, hub_domain: `${account ?? "harborpine"}.example`, scopes, token_type: "access" });
  });
  app.delete("/oauth/v1/refresh-tokens/:token", (c) => {
    control.tokens.revoke(c.req.param("token"));
    return c.body(null, 204);
  });
}

/** Why an authorisation request is not even shown; then nobody is sent back to the redirect address. */
function requestProblem(asked: Record<string, string>): string | undefined {
  const { redirect_uri = "" } = asked;
  if (!asked["client_id"]) return "Missing required parameter: client_id";
  if (!/^https?:/.test(redirect_uri) || !URL.canParse(redirect_uri)) return "Missing required parameter: redirect_uri";
  return asked["response_type"] === "code" ? undefined : "Missing required parameter: response_type";
}
