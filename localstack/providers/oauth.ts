import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import type { SimulatorEnv } from "./door.ts";
import { dialects } from "./oauth-dialects.ts";
import { createGrants } from "./oauth-grants.ts";
import { consentPage, problemPage } from "./oauth-page.ts";
import { simulate, textIn } from "./simulate.ts";
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
  });
}

/** Why an authorisation request is not even shown; then nobody is sent back to the redirect address. */
function requestProblem(asked: Record<string, string>): string | undefined {
  const { redirect_uri = "" } = asked;
  if (!asked["client_id"]) return "Missing required parameter: client_id";
  if (!/^https?:/.test(redirect_uri) || !URL.canParse(redirect_uri)) return "Missing required parameter: redirect_uri";
  return asked["response_type"] === "code" ? undefined : "Missing required parameter: response_type";
}
