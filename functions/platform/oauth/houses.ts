import { graphVersion, type Provider as Home, homeOf } from "#platform/channel/home.ts";
import { config } from "#platform/config.ts";
import type { ConfigKey } from "#schema/config.ts";
import type { SignInType } from "#schema/connect.ts";

export type HouseName = "google" | "meta" | "linkedin" | "hubspot" | "github";

/** A company at which people sign in: where, and in which of OAuth's many forms. */
export interface House {
  name: string;
  clientId: ConfigKey & `${string}_CLIENT_ID`;
  clientSecret: ConfigKey & `${string}_CLIENT_SECRET`;
  consent: { home: Home; path: string };
  tokens: { home: Home; path: string };
  /** What the consent page is asked beside the usual. */
  extra: Record<string, string>;
  scopeSeparator: " " | ",";
  /** What a token is renewed with: an own one, itself while it lives, or one where the house gave it. */
  renewedBy: "refresh_token" | "itself";
  /** Taking back one token ends everything that the same person granted us. */
  revokesAll: boolean;
}

export const houses: Record<HouseName, House> = {
  google: {
    ...{ name: "Google", clientId: "GOOGLE_CLIENT_ID", clientSecret: "GOOGLE_CLIENT_SECRET" },
    consent: { home: "google-consent", path: "/o/oauth2/v2/auth" },
    tokens: { home: "google-tokens", path: "/token" },
    // Without the second a person who let us in before gives us no refresh token.
    extra: { access_type: "offline", prompt: "consent" },
    ...{ scopeSeparator: " ", renewedBy: "refresh_token", revokesAll: true },
  },
  meta: {
    ...{ name: "Facebook", clientId: "META_CLIENT_ID", clientSecret: "META_CLIENT_SECRET" },
    consent: { home: "meta-consent", path: `${graphVersion}/dialog/oauth` },
    tokens: { home: "meta-tokens", path: `${graphVersion}/oauth/access_token` },
    // A permission that was withheld before is asked for again.
    extra: { auth_type: "rerequest" },
    ...{ scopeSeparator: ",", renewedBy: "itself", revokesAll: true },
  },
  linkedin: {
    ...{ name: "LinkedIn", clientId: "LINKEDIN_CLIENT_ID", clientSecret: "LINKEDIN_CLIENT_SECRET" },
    consent: { home: "linkedin-login", path: "/oauth/v2/authorization" },
    tokens: { home: "linkedin-login", path: "/oauth/v2/accessToken" },
    extra: {},
    ...{ scopeSeparator: " ", renewedBy: "refresh_token", revokesAll: false },
  },
  github: {
    ...{ name: "GitHub", clientId: "GITHUB_CLIENT_ID", clientSecret: "GITHUB_CLIENT_SECRET" },
    consent: { home: "github-login", path: "/login/oauth/authorize" },
    tokens: { home: "github-login", path: "/login/oauth/access_token" },
    extra: {},
    ...{ scopeSeparator: " ", renewedBy: "refresh_token", revokesAll: false },
  },
  hubspot: {
    ...{ name: "HubSpot", clientId: "HUBSPOT_CLIENT_ID", clientSecret: "HUBSPOT_CLIENT_SECRET" },
    consent: { home: "hubspot-consent", path: "/oauth/authorize" },
    tokens: { home: "hubspot-tokens", path: "/oauth/v1/token" },
    extra: {},
    ...{ scopeSeparator: " ", renewedBy: "refresh_token", revokesAll: false },
  },
};

const google = (scope: string) => ["openid", `https://www.googleapis.com/auth/${scope}`];

/** Where each kind of account is signed in to, and for what. */
export const signIns: Record<SignInType, { house: HouseName; scopes: readonly string[] }> = {
  google_business_profile: { house: "google", scopes: google("business.manage") },
  google_analytics: { house: "google", scopes: google("analytics.readonly") },
  google_search_console: { house: "google", scopes: google("webmasters.readonly") },
  google_ads: { house: "google", scopes: google("adwords") },
  facebook: {
    house: "meta",
    scopes: [
      ...["pages_manage_posts", "pages_read_engagement", "pages_show_list", "pages_read_user_content"],
      "read_insights",
    ],
  },
  instagram: {
    house: "meta",
    scopes: ["instagram_basic", "instagram_content_publish", "instagram_manage_insights", "pages_show_list"],
  },
  meta_ads: { house: "meta", scopes: ["ads_read", "ads_management", "business_management"] },
  linkedin: { house: "linkedin", scopes: ["rw_organization_admin", "w_organization_social", "r_organization_social"] },
  linkedin_ads: { house: "linkedin", scopes: ["r_ads", "rw_ads", "r_ads_reporting"] },
  github: { house: "github", scopes: ["repo"] },
  hubspot: { house: "hubspot", scopes: ["crm.objects.contacts.read", "crm.objects.deals.read", "forms"] },
};

/** The house where a kind of account is signed in to. */
export function houseOf(type: SignInType): House {
  return houses[signIns[type].house];
}

/** Whether this installation is known to the house. */
export function isSetUp(type: SignInType): boolean {
  const { clientId, clientSecret } = houseOf(type);
  return Boolean(config(clientId) && config(clientSecret));
}

/** What we are known as there. */
export function clientOf({ clientId, clientSecret }: House): { client_id: string; client_secret: string } {
  return { client_id: config(clientId) ?? "", client_secret: config(clientSecret) ?? "" };
}

/** Where a person lets us in. PKCE binds the code that they come back with to the secret behind `challenge`. */
export function consentUrl(type: SignInType, asked: { state: string; challenge: string; redirectUri: string }): string {
  const house = houseOf(type);
  const url = new URL(homeOf(house.consent.home) + house.consent.path);
  url.search = new URLSearchParams({
    ...{ client_id: clientOf(house).client_id, redirect_uri: asked.redirectUri, response_type: "code" },
    ...{ scope: signIns[type].scopes.join(house.scopeSeparator), state: asked.state },
    ...{ code_challenge: asked.challenge, code_challenge_method: "S256", ...house.extra },
  }).toString();
  return url.href;
}
