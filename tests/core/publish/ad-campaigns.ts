import type { AdPlatform as Platform } from "#schema/campaign-results.ts";

const headers = {
  authorization: "Bearer a-token-of-tests",
  "content-type": "application/json",
  "developer-token": "of-tests",
  "linkedin-version": "202601",
  "x-restli-protocol-version": "2.0.0",
};
const send = (path: string, json?: object) =>
  fetch(`${process.env["SIMULATOR_URL"]}${path}`, {
    headers,
    ...(json ? { method: "POST", body: JSON.stringify(json) } : {}),
  });

/** Campaigns that run at platforms: how one is made there, and whether it runs. */
export const platforms = {
  google_ads: {
    make: async (name) => {
      const made = await send("/google-ads/v20/customers/1234567890/campaigns:mutate", {
        operations: [{ create: { name, status: "ENABLED" } }],
      });
      const { results } = (await made.json()) as { results: { resourceName: string }[] };
      return results[0]?.resourceName.split("/").at(-1) ?? "";
    },
    isRunning: async (id) => {
      const query = `SELECT campaign.status FROM campaign WHERE campaign.id = ${id}`;
      const answer = await send("/google-ads/v20/customers/1234567890/googleAds:search", { query });
      const { results } = (await answer.json()) as { results: { campaign: { status: string } }[] };
      return results[0]?.campaign.status === "ENABLED";
    },
  },
  meta_ads: {
    make: async (name) => {
      const made = await send("/meta/v19.0/act_555/campaigns", { name, objective: "OUTCOME_LEADS", status: "ACTIVE" });
      return ((await made.json()) as { id: string }).id;
    },
    isRunning: async (id) => isActive(await send(`/meta/v19.0/${id}?fields=status`)),
  },
  linkedin_ads: {
    make: async (name) => {
      const made = await send("/linkedin/rest/adAccounts/512345678/adCampaigns", {
        ...{ name, campaignGroup: "urn:li:sponsoredCampaignGroup:1", status: "ACTIVE" },
      });
      return made.headers.get("x-restli-id") ?? "";
    },
    isRunning: async (id) => isActive(await send(`/linkedin/rest/adAccounts/512345678/adCampaigns/${id}`)),
  },
} satisfies Record<Platform, { make(name: string): Promise<string>; isRunning(id: string): Promise<boolean> }>;

const isActive = async (answer: Response) => ((await answer.json()) as { status: string }).status === "ACTIVE";
