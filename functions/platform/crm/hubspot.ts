import * as z from "zod";
import { homeOf } from "#platform/channel/home.ts";
import { ChannelError } from "#platform/channel/types.ts";
import { guardedFetch, OutboundError } from "#platform/fetch.ts";

const callTimeoutMs = 20_000;
const answerMaxBytes = 8 * 1024 * 1024;
const pageSize = 100;
const submissionsSize = 50;

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
    const answer = await guardedFetch(`${homeOf("hubspot")}${path}`, {
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
