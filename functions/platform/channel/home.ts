import { config } from "#platform/config.ts";

/** Where the APIs of connected accounts are, and what a stand-in for all of them calls each. */
const homes = {
  analytics: ["https://analyticsdata.googleapis.com", "analytics"],
  "search-console": ["https://www.googleapis.com", "search-console"],
  "google-ads": ["https://googleads.googleapis.com", "google-ads"],
  "business-profile": ["https://mybusiness.googleapis.com", "business-profile"],
  "business-profile-numbers": ["https://businessprofileperformance.googleapis.com", "business-profile"],
  meta: ["https://graph.facebook.com", "meta"],
  linkedin: ["https://api.linkedin.com", "linkedin"],
  github: ["https://api.github.com", "github"],
  hubspot: ["https://api.hubapi.com", "hubspot"],
  "analytics-accounts": ["https://analyticsadmin.googleapis.com", "analytics"],
  "business-profile-accounts": ["https://mybusinessaccountmanagement.googleapis.com", "business-profile"],
  "business-profile-locations": ["https://mybusinessbusinessinformation.googleapis.com", "business-profile"],
  "google-consent": ["https://accounts.google.com", "oauth/google"],
  "google-tokens": ["https://oauth2.googleapis.com", "oauth/google"],
  "google-person": ["https://openidconnect.googleapis.com", "oauth/google"],
  "meta-consent": ["https://www.facebook.com", "oauth/meta"],
  "meta-tokens": ["https://graph.facebook.com", "oauth/meta"],
  "linkedin-login": ["https://www.linkedin.com", "oauth/linkedin"],
  "github-login": ["https://github.com", "oauth/github"],
  "hubspot-consent": ["https://app.hubspot.com", "oauth/hubspot"],
  "hubspot-tokens": ["https://api.hubapi.com", "oauth/hubspot"],
} as const;
export type Provider = keyof typeof homes;

/** Versions of the APIs, as their paths begin. */
export const graphVersion = "/v19.0";
export const googleAdsVersion = "/v20";

/** What every request of LinkedIn's API brings. */
export const linkedinHeaders = { "linkedin-version": "202601", "x-restli-protocol-version": "2.0.0" } as const;

/** What every request of the Google Ads API brings; `managerId` is the account through which another one is reached. */
export function googleAdsHeaders(managerId?: string): Record<string, string> {
  const developerToken = config("GOOGLE_ADS_DEVELOPER_TOKEN");
  return {
    ...(developerToken ? { "developer-token": developerToken } : {}),
    ...(managerId ? { "login-customer-id": managerId.replaceAll("-", "") } : {}),
  };
}

/** The address that an API's paths are appended to. */
export function homeOf(provider: Provider): string {
  const [own, name] = homes[provider];
  const standIn = config("CHANNEL_APIS_URL");
  return standIn ? `${standIn.replace(/\/+$/, "")}/${name}` : own;
}
