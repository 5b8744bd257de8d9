import * as z from "zod";
import { graphError } from "#platform/channel/graph.ts";
import {
  googleAdsHeaders,
  googleAdsVersion,
  graphVersion,
  type Provider as Home,
  linkedinHeaders,
} from "#platform/channel/home.ts";
import { ask } from "#platform/channel/numbers/api.ts";
import type { SignInType } from "#schema/connect.ts";
import type { Tokens } from "./tokens.ts";

const shownMax = 200;
const managedMax = 20;

/** An account of the provider that a token opens. */
export interface Account {
  /** What the provider calls it, in the form in which the connectors name it. */
  id: string;
  title: string;
  detail: string | null;
  metadata?: Record<string, string>;
  /** A token of its own, where it has one. */
  accessToken?: string;
}

/** The accounts that a token opens, at most 200. @throws ChannelError */
export async function accountsOf(type: SignInType, tokens: Tokens): Promise<Account[]> {
  return (await lists[type](tokens.accessToken)).slice(0, shownMax);
}

/** What is kept of an account's tokens: its own one before the person's, which is needed to give everything back. */
export function tokensOf(tokens: Tokens, { accessToken }: Account): Tokens {
  return accessToken ? { accessToken, grantToken: tokens.accessToken } : tokens;
}

type List = (token: string) => Promise<Account[]>;

const Properties = z.object({
  accountSummaries: z
    .array(
      z.object({
        account: z.string(),
        displayName: z.string(),
        propertySummaries: z.array(z.object({ property: z.string(), displayName: z.string() })).default([]),
      }),
    )
    .default([]),
});
const analytics: List = async (token) => {
  const query = { pageSize: "200" };
  const { accountSummaries } = await ask("analytics-accounts", "/v1beta/accountSummaries", {
    ...{ token, query, answer: Properties },
  });
  return accountSummaries.flatMap(({ account, displayName, propertySummaries }) =>
    propertySummaries.map((one) => ({
      ...{ id: one.property.replace("properties/", ""), title: one.displayName, detail: displayName },
      metadata: { accountId: account },
    })),
  );
};

const Sites = z.object({
  siteEntry: z.array(z.object({ siteUrl: z.string(), permissionLevel: z.string() })).default([]),
});
const searchConsole: List = async (token) => {
  const { siteEntry } = await ask("search-console", "/webmasters/v3/sites", { token, answer: Sites });
  return siteEntry
    .filter(({ permissionLevel }) => permissionLevel !== "siteUnverifiedUser")
    .map(({ siteUrl }) => {
      const isDomain = siteUrl.startsWith("sc-domain:");
      const detail = isDomain ? "whole domain" : "addresses that begin so";
      return {
        id: siteUrl,
        title: siteUrl.replace("sc-domain:", ""),
        detail,
        metadata: { propertyType: isDomain ? "domain" : "url" },
      };
    });
};

const Groups = z.object({
  accounts: z.array(z.object({ name: z.string(), accountName: z.string().default("") })).default([]),
});
const Locations = z.object({
  locations: z
    .array(
      z.object({
        ...{ name: z.string(), title: z.string() },
        metadata: z.object({ newReviewUri: z.url({ protocol: /^https$/ }).optional() }).optional(),
      }),
    )
    .default([]),
});
const businessProfile: List = async (token) => {
  const { accounts } = await ask("business-profile-accounts", "/v1/accounts", { token, answer: Groups });
  const lists = await Promise.all(
    accounts.slice(0, managedMax).map(async ({ name, accountName }) => {
      const query = { readMask: "name,title,metadata", pageSize: "100" };
      const { locations } = await ask("business-profile-locations", `/v1/${name}/locations`, {
        ...{ token, query, answer: Locations },
      });
      return locations.map(({ name: location, title, metadata }) => ({
        ...{ id: `${name}/${location}`, title, detail: accountName || null },
        ...(metadata?.newReviewUri ? { metadata: { reviewUrl: metadata.newReviewUri } } : {}),
      }));
    }),
  );
  return lists.flat();
};

const Customers = z.object({ resourceNames: z.array(z.string()).default([]) });
const Customer = z.object({
  id: z.coerce.string(),
  descriptiveName: z.string().default(""),
  manager: z.boolean().default(false),
});
const CustomerRows = z.array(
  z.object({
    results: z.array(z.object({ customer: Customer.optional(), customerClient: Customer.optional() })).default([]),
  }),
);
const googleAds: List = async (token) => {
  const { resourceNames } = await ask("google-ads", `${googleAdsVersion}/customers:listAccessibleCustomers`, {
    ...{ token, headers: googleAdsHeaders(), answer: Customers },
  });
  const search = async (customer: string, query: string) => {
    const pages = await ask("google-ads", `${googleAdsVersion}/customers/${customer}/googleAds:searchStream`, {
      ...{ token, headers: googleAdsHeaders(customer), json: { query }, answer: CustomerRows },
    });
    return pages.flatMap(({ results }) => results);
  };
  const found = resourceNames.slice(0, managedMax).map(async (resource) => {
    const customer = resource.replace("customers/", "");
    const [own] = await search(
      customer,
      "SELECT customer.id, customer.descriptive_name, customer.manager FROM customer",
    );
    if (!own?.customer) return [];
    if (!own.customer.manager) return [adAccount(own.customer, null)];
    const below =
      "SELECT customer_client.id, customer_client.descriptive_name, customer_client.manager FROM customer_client WHERE customer_client.manager = FALSE AND customer_client.status = 'ENABLED'";
    const rows = await search(customer, below);
    return rows.flatMap(({ customerClient }) => (customerClient ? [adAccount(customerClient, customer)] : []));
  });
  // An account that is closed or not ours to see does not hide the others.
  const lists = await Promise.allSettled(found);
  const all = lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
  return [...new Map(all.map((one) => [one.id, one])).values()];
};
function adAccount({ id, descriptiveName }: z.infer<typeof Customer>, manager: string | null): Account {
  const title = descriptiveName || id;
  return manager
    ? { id, title, detail: `managed by ${manager}`, metadata: { managerId: manager, managerCustomerId: manager } }
    : { id, title, detail: id };
}

const Pages = z.object({
  data: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), access_token: z.string().optional(), category: z.string().optional() },
      instagram_business_account: z.object({ id: z.string(), username: z.string().optional() }).optional(),
    }),
  ),
});
const metaQuery = (fields: string) => ({ fields, limit: "200" });
const graphCode = (status: number, body: unknown) => graphError({ status, body, headers: new Headers() }).code;
async function pages(token: string, fields: string) {
  const asked = { token, query: metaQuery(fields), answer: Pages, codeOf: graphCode };
  return (await ask("meta", `${graphVersion}/me/accounts`, asked)).data;
}
const facebook: List = async (token) =>
  (await pages(token, "id,name,category,access_token")).map(({ id, name, category, access_token }) => ({
    ...{ id, title: name, detail: category ?? null },
    ...(access_token ? { accessToken: access_token } : {}),
  }));
const instagram: List = async (token) =>
  (await pages(token, "id,name,instagram_business_account{id,username}")).flatMap(
    ({ id, name, instagram_business_account: account }) =>
      account
        ? [
            {
              id: account.id,
              title: account.username ?? name,
              detail: `of the page ${name}`,
              metadata: { facebookPageId: id },
            },
          ]
        : [],
  );
const AdAccounts = z.object({ data: z.array(z.object({ id: z.string(), name: z.string().default("") })) });
const metaAds: List = async (token) => {
  const asked = { token, query: metaQuery("id,name"), answer: AdAccounts, codeOf: graphCode };
  const { data } = await ask("meta", `${graphVersion}/me/adaccounts`, asked);
  return data.map(({ id, name }) => ({ id, title: name || id, detail: id }));
};

const linkedin = <T>(token: string, path: string, query: Record<string, string>, answer: z.ZodType<T>) =>
  ask("linkedin" satisfies Home, path, { token, headers: linkedinHeaders, query, answer });
const Roles = z.object({ elements: z.array(z.object({ organization: z.string() })) });
const Organisation = z.object({ localizedName: z.string() });
const linkedinPages: List = async (token) => {
  const asked = { q: "roleAssignee", role: "ADMINISTRATOR", state: "APPROVED", count: "100" };
  const { elements } = await linkedin(token, "/rest/organizationAcls", asked, Roles);
  return Promise.all(
    elements.map(async ({ organization: id }) => {
      const number = id.split(":").at(-1) ?? "";
      const title = await linkedin(token, `/rest/organizations/${number}`, {}, Organisation).then(
        ({ localizedName }) => localizedName,
        () => id,
      );
      return { id, title, detail: number };
    }),
  );
};
const LinkedinAccounts = z.object({
  elements: z.array(
    z.object({ id: z.coerce.string(), name: z.string().default(""), reference: z.string().optional() }),
  ),
});
const linkedinAds: List = async (token) => {
  const { elements } = await linkedin(token, "/rest/adAccounts", { q: "search", pageSize: "200" }, LinkedinAccounts);
  return elements.map(({ id, name, reference }) => ({
    ...{ id, title: name || id, detail: id },
    ...(reference ? { metadata: { pageId: reference } } : {}),
  }));
};

const Repositories = z.array(
  z.object({
    full_name: z.string(),
    private: z.boolean().default(false),
    permissions: z.object({ push: z.boolean() }).optional(),
  }),
);
const github: List = async (token) => {
  const headers = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" };
  const query = { per_page: "100", sort: "pushed" };
  const found = await ask("github", "/user/repos", { token, headers, query, answer: Repositories });
  return found
    .filter(({ permissions }) => permissions?.push)
    .map((one) => ({ id: one.full_name, title: one.full_name, detail: one.private ? "private" : "public" }));
};

const Portal = z.object({ hub_id: z.coerce.string(), hub_domain: z.string().default("") });
const hubspot: List = async (token) => {
  const path = `/oauth/v1/access-tokens/${encodeURIComponent(token)}`;
  const { hub_id, hub_domain } = await ask("hubspot-tokens", path, { token, answer: Portal });
  return [{ id: hub_id, title: hub_domain || `HubSpot ${hub_id}`, detail: hub_id }];
};

const lists: Record<SignInType, List> = {
  ...{ google_analytics: analytics, google_search_console: searchConsole, google_business_profile: businessProfile },
  ...{ google_ads: googleAds, facebook, instagram, meta_ads: metaAds },
  ...{ linkedin: linkedinPages, linkedin_ads: linkedinAds, hubspot, github },
};
