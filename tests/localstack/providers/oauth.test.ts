import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const redirect_uri = "http://localhost:3000/callback";
const verifier = "a-verifier-that-is-long-enough-to-be-one-of-43-characters";
const pkce = {
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
};
const gbp = "https://www.googleapis.com/auth/business.manage";
const google = {
  client_id: "client-1",
  redirect_uri,
  response_type: "code",
  state: "st4te",
  scope: gbp,
  access_type: "offline",
  ...pkce,
};
const client = {
  client_id: "client-1",
  client_secret: "client-secret",
  redirect_uri,
  grant_type: "authorization_code",
};

/** A user who presses a button on the consent page. */
async function decide(
  path: string,
  asked: Record<string, string>,
  decision: string,
  granted: string[] = [],
): Promise<URL> {
  const body = new URLSearchParams({ ...asked, decision });
  for (const scope of granted) body.append("granted", scope);
  const answer = await fetch(world.url + path, { method: "POST", body, redirect: "manual" });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "");
}

const googleCode = async (granted = [gbp]) =>
  (await decide("/oauth/google/o/oauth2/v2/auth", google, "allow", granted)).searchParams.get("code") ?? "";
const token = (form: Record<string, string>) =>
  world.ask<Tokens>("/oauth/google/token", { form: { ...client, ...form } });
const accounts = (access: string) =>
  world.ask("/business-profile/v1/accounts", { headers: { authorization: `Bearer ${access}` } });

interface Tokens {
  access_token: string;
  refresh_token: string;
}

describe("the consent page", () => {
  test("is plain HTML that shows client and scopes, and hides nothing in them", async () => {
    const query = new URLSearchParams({ ...google, scope: `${gbp} <b>x</b>` });
    const page = await world.ask<string>(`/oauth/google/o/oauth2/v2/auth?${query}`);
    expect(page).toMatchObject({
      status: 200,
      body: expect.stringContaining("client-1 wants to use your Google account"),
    });
    expect(page.body).toContain("&lt;b&gt;x&lt;/b&gt;");
    expect(page.body).not.toContain("<script");
  });

  test("a request without a redirect address is answered there, never sent on", async () => {
    const page = await world.ask<string>("/oauth/google/o/oauth2/v2/auth?client_id=c&response_type=code");
    expect(page).toMatchObject({
      status: 400,
      body: expect.stringContaining("Missing required parameter: redirect_uri"),
    });
  });

  test.each([
    ["/oauth/google/o/oauth2/v2/auth", "access_denied"],
    ["/oauth/meta/v19.0/dialog/oauth", "access_denied"],
    ["/oauth/linkedin/oauth/v2/authorization", "user_cancelled_authorize"],
    ["/oauth/webflow/oauth/authorize", "access_denied"],
  ])("%s: a user who says no comes back with %s and the state", async (path, error) => {
    const target = await decide(path, google, "deny");
    expect(Object.fromEntries(target.searchParams)).toMatchObject({ error, state: "st4te" });
    expect(target.searchParams.has("code")).toBe(false);
  });
});

describe("a code", () => {
  test("gives tokens for what was granted, once, and the record shows neither code nor secret", async () => {
    const code = await googleCode();
    const first = await token({ code, code_verifier: verifier });
    expect(first.body).toMatchObject({
      token_type: "Bearer",
      expires_in: 3599,
      scope: gbp,
      refresh_token: expect.any(String),
    });
    expect((await accounts(first.body.access_token)).status).toBe(200);
    expect(await token({ code, code_verifier: verifier })).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
    const shown = JSON.stringify(await world.calls("oauth"));
    for (const secret of [code, "client-secret", verifier]) expect(shown).not.toContain(secret);
  });

  test.each([
    ["another verifier", { code_verifier: "wrong" }, 400, "invalid_grant"],
    ["no verifier", {}, 400, "invalid_grant"],
    [
      "another redirect address",
      { code_verifier: verifier, redirect_uri: "http://localhost:9/" },
      400,
      "redirect_uri_mismatch",
    ],
    ["another client", { code_verifier: verifier, client_id: "client-2" }, 400, "invalid_grant"],
    ["a bad client secret", { code_verifier: verifier, client_secret: "invalid" }, 401, "invalid_client"],
    ["another grant type", { code_verifier: verifier, grant_type: "password" }, 400, "unsupported_grant_type"],
  ])("is refused with %s", async (_why, more, status, error) => {
    expect(await token({ code: await googleCode(), ...(more as Record<string, string>) })).toMatchObject({
      status,
      body: { error },
    });
  });
});

describe("tokens", () => {
  const connect = async (granted?: string[]) =>
    (await token({ code: await googleCode(granted), code_verifier: verifier })).body;

  test("a scope that was withheld is missed where it is needed", async () => {
    const { access_token } = await connect(["https://www.googleapis.com/auth/webmasters.readonly"]);
    expect(await accounts(access_token)).toMatchObject({
      status: 403,
      body: { error: { status: "PERMISSION_DENIED" } },
    });
  });

  test("the token of another house, or a refresh token, opens nothing", async () => {
    const { access_token, refresh_token } = await connect();
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await world.ask("/webflow/v2/sites", { headers })).status).toBe(401);
    expect((await accounts(refresh_token)).status).toBe(401);
  });

  test("an expired access token is refused and refreshed; an expired refresh token is the end", async () => {
    const { access_token, refresh_token } = await connect();
    await world.steer("/admin/tokens/expire", { family: "google" });
    expect((await accounts(access_token)).status).toBe(401);
    const fresh = await token({ grant_type: "refresh_token", refresh_token });
    expect((await accounts(fresh.body.access_token)).status).toBe(200);
    await world.steer("/admin/tokens/expire", { family: "google", refresh: true });
    expect(await token({ grant_type: "refresh_token", refresh_token })).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
  });

  test("a revoked token is dead, and cannot be revoked again", async () => {
    const { access_token } = await connect();
    const revoke = () => world.ask("/oauth/google/revoke", { form: { token: access_token } });
    expect((await revoke()).status).toBe(200);
    expect((await accounts(access_token)).status).toBe(401);
    expect(await revoke()).toMatchObject({ status: 400, body: { error: "invalid_token" } });
  });

  test("facebook: a bad code is told in the Graph API's shape, a good token can be exchanged for a long one", async () => {
    const path = "/oauth/meta/v19.0/oauth/access_token";
    expect(await world.ask(path, { form: { ...client, code: "nothing" } })).toMatchObject({
      status: 400,
      body: { error: { type: "OAuthException", code: 100 } },
    });
    const target = await decide("/oauth/meta/v19.0/dialog/oauth", { ...google, ...noPkce }, "allow", [
      "pages_show_list",
    ]);
    const { body } = await world.ask<Tokens>(path, {
      form: { ...client, code: target.searchParams.get("code") ?? "" },
    });
    const query = new URLSearchParams({
      ...client,
      grant_type: "fb_exchange_token",
      fb_exchange_token: body.access_token,
    });
    const long = await world.ask<Tokens>(`${path}?${query}`);
    const headers = { authorization: `Bearer ${long.body.access_token}` };
    expect((await world.ask("/meta/v19.0/me/accounts", { headers })).status).toBe(200);
    expect(await world.ask("/meta/v19.0/110/feed", { headers, json: { message: "x" } })).toMatchObject({
      status: 403,
      body: { error: { code: 200 } },
    });
    await world.ask("/meta/v19.0/me/permissions", { method: "DELETE", headers });
    expect((await world.ask("/meta/v19.0/me", { headers })).status).toBe(400);
  });

  test.each([
    ["linkedin", "/oauth/v2/authorization", "/oauth/v2/accessToken", "w_organization_social", "/linkedin/v2/userinfo"],
    ["webflow", "/oauth/authorize", "/oauth/access_token", "sites:read", "/webflow/v2/sites"],
  ])("%s: the whole way to a call", async (family, authorize, path, scope, read) => {
    const target = await decide(`/oauth/${family}${authorize}`, { ...google, ...noPkce }, "allow", [scope]);
    const form = { ...client, code: target.searchParams.get("code") ?? "" };
    const { body } = await world.ask<Tokens>(`/oauth/${family}${path}`, { form });
    expect((await world.ask(read, { headers: { authorization: `Bearer ${body.access_token}` } })).status).toBe(200);
  });
});

const noPkce = { code_challenge: "", code_challenge_method: "" };
