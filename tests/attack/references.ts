import type { ErrorCode } from "#schema/errors.ts";
import type { Mark } from "#schema/roles.ts";
import type { Things } from "#tests/support/furnish.ts";
import type { Operation, Schema } from "./fuzz/document.ts";

/** An id that travels in a body or a query, where no path names it: of which thing it is, and who sends another tenant's. */
export interface Reference {
  thing: keyof Things;
  /** A person, a reviewer who chose no client, an API key with every scope, or the contact of a signed link. */
  by: Mark | "unbound" | "key" | "link";
  /** What else the body needs. */
  more?: Record<string, unknown>;
  /** The answer is as if the thing were not there; everywhere else the request is refused. */
  finds?: "nothing";
  /** The body around the id, where it stands inside of a list whose members are answered one by one. */
  among?: (id: string) => Record<string, unknown>;
  /** What the refusal is called where it is not "not found". */
  code?: ErrorCode;
}

const ofPerson = "belongs to a person who is signing in, and is tried with sign-in";
const ofPlatform = "belongs to the platform";
const contentHash = "0".repeat(64);
const approval = (by: Reference["by"], more?: Record<string, unknown>): Reference => {
  return { thing: "clientApproval", by, ...(more ? { more } : {}) };
};
const channel = (by: Reference["by"]): Reference => ({ thing: "channel", by });
/** What is approved is approved for one channel. */
const approvedChannel = (by: Reference["by"]): Reference => ({ ...channel(by), code: "approval.approval_stale" });

/** Every id of a body or query, as `METHOD /path field`; a sentence says why it names nothing of a tenant. */
export const references: Record<string, Reference | string> = {
  "POST /admin/v1/tenants planPriceId": ofPlatform,
  "POST /admin/v1/tenants reviewerIds": ofPlatform,
  "PUT /admin/v1/tenants/{id}/reviewers userIds": ofPlatform,
  "POST /admin/v1/tenants/{id}/impersonate userId": { thing: "person", by: "SA" },
  "POST /agent/v1/runs/{runId}/result sessionId": "is the agent's own word",
  "POST /tenant/v1/social-posts/{id}/media mediaIds": { thing: "media", by: "DM" },
  "GET /media/v1/assets mediaIds": { thing: "media", by: "TM", finds: "nothing" },
  "POST /media/v1/assets uploadId": { thing: "upload", by: "TM" },
  "POST /tenant/v1/leads/{id}/nurture/enroll sequenceId": { thing: "nurtureSequence", by: "TM" },
  "POST /tenant/v1/social-requests mediaIds": {
    thing: "media",
    by: "TM",
    more: { topic: "A topic of one's own", platforms: ["facebook"] },
    code: "request.validation_failed",
  },
  "POST /tenant/v1/repurpose sourceId": {
    thing: "blogPost",
    by: "TA",
    more: { sourceType: "blog_post", targets: [{ type: "email_newsletter" }] },
  },
  "GET /tenant/v1/repurpose sourceId": {
    thing: "blogPost",
    by: "TA",
    finds: "nothing",
    more: { sourceType: "blog_post" },
  },
  "POST /api/v1/blog-posts/generate channelId": channel("key"),
  "POST /api/v1/blog-posts/{id}/publish channelId": approvedChannel("key"),
  "POST /api/v1/approvals/{id}/links alsoApprovalIds": approval("key"),
  "POST /api/v1/datasets/query datasetIds": { thing: "dataset", by: "key", finds: "nothing" },
  "POST /api/v1/datasets/{id}/files uploadIds": { thing: "upload", by: "key" },
  "POST /auth/v1/login/totp challengeId": ofPerson,
  "POST /auth/v1/login/recovery challengeId": ofPerson,
  "POST /auth/v1/login/totp/setup challengeId": ofPerson,
  "POST /auth/v1/login/totp/confirm challengeId": ofPerson,
  "POST /auth/v1/login/passkey challengeId": ofPerson,
  "POST /auth/v1/login/passkey response.id": ofPerson,
  "POST /auth/v1/login/passkey response.rawId": ofPerson,
  "POST /auth/v1/reauth passkey.challengeId": ofPerson,
  "POST /auth/v1/reauth passkey.response.id": ofPerson,
  "POST /auth/v1/reauth passkey.response.rawId": ofPerson,
  "POST /auth/v1/passkeys challengeId": ofPerson,
  "POST /auth/v1/passkeys response.id": ofPerson,
  "POST /auth/v1/passkeys response.rawId": ofPerson,
  "POST /auth/v1/tenants/select tenantId": { thing: "tenant", by: "TM" },
  "POST /auth/v1/signup/{id}/complete planPriceId": ofPlatform,
  "POST /client/v1/links/{token}/comments approvalId": approval("link", { body: "A comment" }),
  "POST /client/v1/links/{token}/approve approvalId": approval("link", { contentHash }),
  "POST /client/v1/links/{token}/reject approvalId": approval("link", {
    ...{ contentHash, category: "other", note: "Long enough to be a reason." },
  }),
  "PUT /dashboard/v1/onboarding/brand/logo uploadId": { thing: "upload", by: "TA" },
  "GET /dashboard/v1/approvals tenantId": { thing: "tenant", by: "TA", finds: "nothing" },
  "POST /dashboard/v1/approvals/{id}/links alsoApprovalIds": approval("TA"),
  "GET /dm/v1/activities tenantId": { thing: "tenant", by: "unbound", finds: "nothing" },
  "GET /dm/v1/runs tenantId": { thing: "tenant", by: "unbound", finds: "nothing" },
  "GET /dm/v1/runs activityId": { thing: "activity", by: "unbound", finds: "nothing" },
  "GET /dm/v1/requests tenantId": { thing: "tenant", by: "unbound", finds: "nothing" },
  "GET /dm/v1/approvals tenantId": { thing: "tenant", by: "unbound", finds: "nothing" },
  "GET /dm/v1/approvals/counts tenantId": { thing: "tenant", by: "unbound", finds: "nothing" },
  "POST /dm/v1/approvals/bulk/resolve items.id": {
    thing: "dmApproval",
    by: "DM",
    among: (id) => ({ items: [{ id, contentHash }] }),
  },
  "POST /dm/v1/users/invite tenantIds": { thing: "tenant", by: "DL" },
  "PUT /dm/v1/users/{id}/assignments tenantIds": { thing: "tenant", by: "DL" },
  "POST /dm/v1/approvals/{id}/links alsoApprovalIds": approval("DM"),
  "PUT /tenant/v1/plans/{version} templates.goalId": {
    thing: "goal",
    by: "DM",
    among: (goalId) => ({ templates: [{ type: "gbp_post", monthlyVolume: 4, goalId }] }),
  },
  "PUT /tenant/v1/plans/{version} templates.assigneeUserId": {
    thing: "person",
    by: "DM",
    among: (assigneeUserId) => ({
      templates: [{ type: "manual_task", title: "Take photographs", monthlyVolume: 1, assigneeUserId }],
    }),
  },
  "POST /tenant/v1/tasks assigneeUserId": { thing: "person", by: "TA" },
  "PATCH /tenant/v1/tasks/{id} assigneeUserId": { thing: "person", by: "TA" },
  "GET /live/v1/stream tenantId": { thing: "tenant", by: "unbound" },
  "GET /live/v1/stream lastEventId": "is a place in the tenant's own stream",
  "GET /live/v1/runs/{id} tenantId": { thing: "tenant", by: "unbound" },
  "GET /admin/v1/runs tenantId": ofPlatform,
  "GET /admin/v1/system/dead-letters tenantId": ofPlatform,
  "GET /admin/v1/tenant-skills tenantId": ofPlatform,
  "GET /admin/v1/usage activityId": ofPlatform,
  "GET /admin/v1/usage tenantId": ofPlatform,
  "GET /admin/v1/usage/export activityId": ofPlatform,
  "GET /admin/v1/usage/export tenantId": ofPlatform,
  "GET /dm/v1/usage activityId": { thing: "activity", by: "unbound", finds: "nothing" },
  "GET /dm/v1/usage tenantId": { thing: "tenant", by: "unbound" },
  "GET /dm/v1/usage/export activityId": { thing: "activity", by: "unbound", finds: "nothing" },
  "GET /dm/v1/usage/export tenantId": { thing: "tenant", by: "unbound" },
  "GET /tenant/v1/credits/usage activityId": { thing: "activity", by: "DM", finds: "nothing" },
  "GET /tenant/v1/credits/usage/export activityId": { thing: "activity", by: "DM", finds: "nothing" },
  "POST /tenant/v1/channel-connect/{provider}/connect channelId": { thing: "measuredChannel", by: "DM" },
  "POST /tenant/v1/channel-connect/page/select selectedId":
    "is the provider's own word, of a list that was made for the person",
  "POST /tenant/v1/channels accountId": "is the provider's own word",
  "POST /tenant/v1/insights/generate connectedChannelId": { thing: "measuredChannel", by: "DM" },
  "GET /tenant/v1/insights connectedChannelId": { thing: "measuredChannel", by: "DM", finds: "nothing" },
  "GET /tenant/v1/recommendations connectedChannelId": { thing: "measuredChannel", by: "DM", finds: "nothing" },
  "GET /tenant/v1/comments subjectId": { thing: "blogPost", by: "DM" },
  "POST /tenant/v1/campaigns/{id}/link-external channelId": {
    thing: "channel",
    by: "DM",
    more: { platform: "google_ads", externalCampaignId: "401" },
  },
  "POST /tenant/v1/campaigns/{id}/link-external externalCampaignId": "is the platform's own",
  "POST /tenant/v1/site-audits/{id}/fix findingIds": {
    thing: "siteFinding",
    by: "DM",
    code: "request.illegal_transition",
  },
  "PUT /tenant/v1/campaigns/{id}/results results.externalId": "is the platform's own",
  "PUT /tenant/v1/action-items/{id}/assignee userId": { thing: "person", by: "TA" },
  "POST /tenant/v1/comments subjectId": { thing: "blogPost", by: "DM" },
  "POST /tenant/v1/comments parentId": { thing: "comment", by: "DM" },
  "GET /tenant/v1/audit-log subjectId": { thing: "blogPost", by: "DM", finds: "nothing" },
  "PATCH /tenant/v1/requests/{id} channelId": channel("TM"),
  "POST /tenant/v1/blog-requests channelId": channel("TM"),
  "POST /tenant/v1/blog-posts/{id}/publish channelId": approvedChannel("DM"),
  "POST /tenant/v1/social-posts/{id}/schedule channelId": channel("DM"),
  "POST /tenant/v1/gbp-posts/{id}/publish channelId": channel("DM"),
  "PUT /tenant/v1/newsletters/{id}/audience segmentId": {
    thing: "contactSegment",
    by: "DM",
    more: { audience: "segment" },
  },
  "POST /tenant/v1/lead-emails/{id}/send channelId": channel("DM"),
  "POST /tenant/v1/campaign-emails/{id}/send channelId": channel("DM"),
  "POST /tenant/v1/newsletters/{id}/send channelId": channel("DM"),
  "POST /tenant/v1/newsletters/{id}/resend channelId": channel("DM"),
  "POST /tenant/v1/ad-copies/{id}/push channelId": channel("DM"),
  "POST /tenant/v1/landing-pages/{id}/publish channelId": channel("DM"),
  "POST /tenant/v1/code-changes/{id}/propose channelId": channel("DM"),
  "POST /tenant/v1/optimisations/{id}/apply channelId": channel("DM"),
  "POST /tenant/v1/review-responses/{id}/post channelId": approvedChannel("DM"),
  "POST /tenant/v1/datasets/{id}/files uploadIds": { thing: "upload", by: "TM" },
  "POST /tenant/v1/datasets/query datasetIds": { thing: "dataset", by: "TM", finds: "nothing" },
};

const isId = /^id$|Ids?$/;
const depthMax = 8;

/** The ids that bodies and queries of the product's routes carry, as the OpenAPI document describes them. */
export function carriedIds(operations: readonly Operation[], named: Record<string, Schema>): string[] {
  const inside = (schema: Schema | undefined, at: string[], depth = 0): string[] => {
    if (!schema || depth > depthMax) return [];
    if (schema.$ref) return inside(named[schema.$ref.split("/").at(-1) ?? ""], at, depth + 1);
    const branches = [schema.anyOf, schema.oneOf, schema.allOf, schema.items ? [schema.items] : []];
    const beneath = branches.flatMap((some) => some ?? []).flatMap((one) => inside(one, at, depth + 1));
    const own = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => [
      ...(isId.test(name) ? [[...at, name].join(".")] : []),
      ...inside(one, [...at, name], depth + 1),
    ]);
    return [...beneath, ...own];
  };
  return operations.flatMap(({ route, body, parameters }) => {
    const asked = parameters.filter((one) => one.in === "query" && isId.test(one.name)).map(({ name }) => name);
    return [...new Set([...inside(body, []), ...asked])].map((field) => `${route} ${field}`);
  });
}
