import * as z from "zod";
import { ChannelError } from "#platform/channel/types.ts";
import { config } from "#platform/config.ts";
import { guardedFetch, OutboundError } from "#platform/fetch.ts";

const callTimeoutMs = 20_000;
const answerMaxBytes = 8 * 1024 * 1024;
const pageSize = 100;
const submissionsSize = 50;
const scopes = ["crm.objects.contacts.read", "crm.objects.deals.read", "forms"];

const Next = z.object({ next: z.object({ after: z.string() }).optional() }).optional();
const Thing = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Thing = z.infer<typeof Thing>;
const Things = z.object({ results: z.array(Thing), paging: Next });
const Links = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(z.object({ toObjectId: z.union([z.number(), z.string()]) })),
    }),
  ),
});
const Forms = z.object({ results: z.array(z.object({ id: z.string(), name: z.string() })), paging: Next });
const Submission = z.object({
  submittedAt: z.number(),
  values: z.array(z.object({ name: z.string(), value: z.string() })),
  pageUrl: z.string().nullish(),
});
export type Submission = z.infer<typeof Submission>;
const Submissions = z.object({ results: z.array(Submission), paging: Next });
const Tokens = z.object({ access_token: z.string(), refresh_token: z.string().optional(), expires_in: z.number() });

/** Tokens of a connected account, as they are kept. */
export interface CrmTokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
}

/** A page of a list; `after` is where the next one begins. */
export interface Listed<T> {
  items: T[];
  after: string | null;
}

/** The account asks for patience. */
export class CrmBusy extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super("HubSpot asks for patience.");
    this.name = "CrmBusy";
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether this installation is known to HubSpot. */
export function canConnect(): boolean {
  return Boolean(config("HUBSPOT_CLIENT_ID") && config("HUBSPOT_CLIENT_SECRET"));
}

/** Where a person lets us in. */
export function doorOf(state: string, redirectUri: string): string {
  const url = new URL(`${config("HUBSPOT_APP_URL")}/oauth/authorize`);
  url.search = new URLSearchParams({
    ...{ client_id: config("HUBSPOT_CLIENT_ID") ?? "", redirect_uri: redirectUri, response_type: "code" },
    ...{ scope: scopes.join(" "), state },
  }).toString();
  return url.href;
}

/** Tokens for a code that a person came back with, or for a refresh token. @throws ChannelError `auth_expired` */
export async function tokensFor(
  grant: { code: string; redirectUri: string } | { refreshToken: string },
): Promise<CrmTokens> {
  const asked =
    "code" in grant
      ? { grant_type: "authorization_code", code: grant.code, redirect_uri: grant.redirectUri }
      : { grant_type: "refresh_token", refresh_token: grant.refreshToken };
  const client = { client_id: config("HUBSPOT_CLIENT_ID") ?? "", client_secret: config("HUBSPOT_CLIENT_SECRET") ?? "" };
  const answer = await guardedFetch(`${config("HUBSPOT_TOKEN_URL")}/oauth/v1/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...client, ...asked }).toString(),
    ...{ timeoutMs: callTimeoutMs, maxBytes: answerMaxBytes, redirect: "error" },
  });
  if (answer.status >= 400 && answer.status < 500)
    throw new ChannelError("auth_expired", "HubSpot no longer lets us in.");
  const tokens = Tokens.safeParse(await answer.json().catch(() => null));
  if (!answer.ok || !tokens.success) throw new ChannelError("provider_down", `HubSpot answered ${answer.status}.`);
  const { access_token: accessToken, refresh_token, expires_in } = tokens.data;
  const refreshToken = refresh_token ?? ("refreshToken" in grant ? grant.refreshToken : "");
  return { accessToken, refreshToken, expiresAt: new Date(Date.now() + expires_in * 1_000).toISOString() };
}

/** What an account holds, page by page; with `since` only what changed from then on, the oldest change first. */
export function openCrm(accessToken: string, signal: AbortSignal) {
  const call = async <T>(shape: z.ZodType<T>, path: string, body?: object): Promise<T> => {
    const answer = await send(accessToken, path, body, signal);
    const parsed = shape.safeParse(await answer.json().catch(() => null));
    if (!parsed.success) throw new ChannelError("bad_request", "The answer of HubSpot cannot be read.");
    return parsed.data;
  };
  const things = async (
    kind: "contacts" | "deals",
    properties: readonly string[],
    from: From,
  ): Promise<Listed<Thing>> => {
    const { results, paging } = from.since
      ? await call(Things, `/crm/v3/objects/${kind}/search`, searchFor(kind, properties, from.since, from.after))
      : await call(
          Things,
          `/crm/v3/objects/${kind}?${query({ limit: pageSize, properties: properties.join(","), after: from.after })}`,
        );
    return { items: results, after: paging?.next?.after ?? null };
  };
  return {
    contacts: (properties: readonly string[], from: From) => things("contacts", properties, from),
    deals: (properties: readonly string[], from: From) => things("deals", properties, from),
    /** Deal -> the contacts that it is about. */
    async contactsOfDeals(ids: readonly string[]): Promise<Map<string, string[]>> {
      if (ids.length === 0) return new Map();
      const inputs = ids.map((id) => ({ id }));
      const { results } = await call(Links, "/crm/v4/associations/deals/contacts/batch/read", { inputs });
      return new Map(results.map(({ from, to }) => [from.id, to.map(({ toObjectId }) => String(toObjectId))]));
    },
    async forms(after: string | null): Promise<Listed<{ id: string; name: string }>> {
      const { results, paging } = await call(Forms, `/marketing/v3/forms?${query({ limit: pageSize, after })}`);
      return { items: results, after: paging?.next?.after ?? null };
    },
    /** What was sent by a form, newest first. */
    async submissions(formId: string, after: string | null): Promise<Listed<Submission>> {
      const path = `/form-integrations/v1/submissions/forms/${encodeURIComponent(formId)}`;
      const { results, paging } = await call(Submissions, `${path}?${query({ limit: submissionsSize, after })}`);
      return { items: results, after: paging?.next?.after ?? null };
    },
  };
}

interface From {
  since: Date | null;
  after: string | null;
}

function searchFor(kind: "contacts" | "deals", properties: readonly string[], since: Date, after: string | null) {
  const propertyName = kind === "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate";
  return {
    filterGroups: [{ filters: [{ propertyName, operator: "GTE", value: String(since.getTime()) }] }],
    sorts: [{ propertyName, direction: "ASCENDING" }],
    ...{ properties, limit: pageSize },
    ...(after === null ? {} : { after }),
  };
}

async function send(
  accessToken: string,
  path: string,
  body: object | undefined,
  signal: AbortSignal,
): Promise<Response> {
  try {
    const answer = await guardedFetch(`${config("HUBSPOT_URL")}${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        ...{ authorization: `Bearer ${accessToken}`, accept: "application/json" },
        ...(body ? { "content-type": "application/json" } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      ...{ timeoutMs: callTimeoutMs, maxBytes: answerMaxBytes, redirect: "error", signal },
    });
    if (answer.status === 429) throw new CrmBusy(Math.max(1, Number(answer.headers.get("retry-after") ?? 10)) * 1_000);
    if (answer.status === 401) throw new ChannelError("auth_expired", "HubSpot no longer lets us in.");
    if (answer.status === 403) throw new ChannelError("permission", "HubSpot does not let us read this.");
    if (!answer.ok)
      throw new ChannelError(
        answer.status >= 500 ? "provider_down" : "bad_request",
        `HubSpot answered ${answer.status}.`,
      );
    return answer;
  } catch (error) {
    if (error instanceof OutboundError) throw new ChannelError("provider_down", error.message, error);
    throw error;
  }
}

function query(given: Record<string, string | number | null>): string {
  const pairs = Object.entries(given).filter(([, value]) => value !== null && value !== "");
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}
