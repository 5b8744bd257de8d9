import type { ApiScope } from "#schema/api-key.ts";
import type { Mark } from "#schema/roles.ts";
import { agency as everyoneOfAgency } from "#schema/roles.ts";
import type { Things } from "#tests/support/furnish.ts";
import { presentHash } from "#tests/support/furnish.ts";
import type { TestTenant } from "#tests/support/tenant.ts";
import { adapterExpectations } from "./catalogue-adapters.ts";
import { authExpectations } from "./catalogue-auth.ts";
import { campaignExpectations } from "./catalogue-campaigns.ts";
import { insightExpectations } from "./catalogue-insights.ts";
import { leadExpectations } from "./catalogue-leads.ts";
import { manageExpectations } from "./catalogue-manage.ts";
import { memoryExpectations } from "./catalogue-memory.ts";
import { moneyExpectations } from "./catalogue-money.ts";
import { outsideExpectations } from "./catalogue-outside.ts";
import { pieceExpectations } from "./catalogue-pieces.ts";
import { planningExpectations } from "./catalogue-planning.ts";
import { publishingExpectations } from "./catalogue-publishing.ts";
import { qualityExpectations } from "./catalogue-quality.ts";
import { reportExpectations } from "./catalogue-reports.ts";

/** What is promised of one route: who may call it, what its path names, and a body that is valid for it. */
export interface Expectation {
  /** Who may; `public` needs no sign-in. */
  may: readonly Mark[] | "public";
  /** The scope a key needs, where no person but an API key may call; null: any key. */
  key?: ApiScope | null;
  /** Only an agent that runs elsewhere may call: with the token of its run, its key, or either. */
  agent?: "run" | "key" | "either";
  /** Path parameter -> the thing it names, or a literal that is not an id. */
  params?: Record<string, keyof Things | { literal: string }>;
  body?: (tenant: TestTenant, things: Things) => unknown;
  /** Sent as If-Match. */
  version?: number;
  query?: (things: Things) => string;
  /** Answers a stream that does not end. */
  stream?: true;
}

/** True when the path of a route names something that belongs to a tenant. */
export function namesThings({ params = {} }: Expectation): boolean {
  return Object.values(params).some((thing) => typeof thing === "string");
}

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const client: Mark[] = ["TA", "CA", "TM"];
const all: Mark[] = [...agency, ...client];
const everybody: Mark[] = [...all, "SA"];
const staff: Mark[] = ["SA"];
const uploaders: Mark[] = [...agency, "TA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const nothing = () => ({});
const decision = ({ channelId }: TestTenant) => ({ decision: "approve", contentHash: presentHash(channelId) });
const reason = () => ({ reason: "Long enough to be a reason." });
const someone = { params: { id: { literal: "usr_01J00000000000000000000000" } } };
const note = () => ({ note: "Long enough to be a reason." });

const of = (thing: keyof Things) => ({ params: { id: thing } });
const version = { literal: "1" };
const site = { params: { channelId: "website" } } as const;
const agent = { params: { name: { literal: "blog-writer" } } };

const newTenant = () => ({
  ...{ name: "New client", firstName: "New", lastName: "Owner", email: "owner@people.test" },
  planPriceId: "world-free-monthly",
  billing: {
    ...{ name: "New client Ltd", address: "1 Long Street", city: "Town", state: "State" },
    ...{ postalCode: "12345", country: "US" },
  },
});

const newSkill = { name: "made-up", description: "Use when testing.", body: "Say it in one sentence." };

const linkTo = (thing: keyof Things) => ({
  ...of(thing),
  body: () => ({ contactName: "Pat", contactEmail: "pat@client.test" }),
});

/** Every route of the product. A route that is not listed here fails the attack tests. */
export const expectations: Record<string, Expectation> = {
  ...authExpectations,

  "GET /dashboard/v1/contract": { may: client },
  "GET /dashboard/v1/contract/pdf": { may: client },
  "POST /dashboard/v1/contract/accept": {
    may: ["TA"],
    body: () => ({ version: "2026-01", typedName: "TA Person", accepted: true }),
  },
  "GET /dashboard/v1/payment": { may: client },
  "GET /dashboard/v1/home": { may: client },
  "GET /dashboard/v1/approvals": { may: client },
  "GET /dashboard/v1/approvals/{id}/links": { may: ["TA"], ...of("clientApproval") },
  "POST /dashboard/v1/approvals/{id}/links": { may: ["TA"], ...linkTo("clientApproval") },
  "DELETE /dashboard/v1/approvals/{id}/links/{linkId}": {
    may: ["TA"],
    params: { id: "clientApproval", linkId: "approvalLink" },
  },
  "GET /dashboard/v1/approvals/{id}": { may: client, ...of("clientApproval") },
  "POST /dashboard/v1/approvals/{id}/resolve": { may: ["TA", "CA"], ...of("clientApproval"), body: decision },

  "GET /dm/v1/overview": { may: agency },
  "GET /dm/v1/clients": { may: agency },
  "GET /dm/v1/approvals": { may: agency },
  "GET /dm/v1/approvals/counts": { may: agency },
  "POST /dm/v1/approvals/bulk/resolve": {
    may: agency,
    body: (tenant, { dmApproval }) => {
      const { contentHash } = decision(tenant);
      return { items: [{ id: dmApproval, contentHash }], decision: "approve" };
    },
  },
  "GET /dm/v1/approvals/{id}/links": { may: agency, ...of("clientApproval") },
  "POST /dm/v1/approvals/{id}/links": { may: agency, ...linkTo("clientApproval") },
  "DELETE /dm/v1/approvals/{id}/links/{linkId}": {
    may: agency,
    params: { id: "clientApproval", linkId: "approvalLink" },
  },
  "GET /dm/v1/approvals/{id}": { may: agency, ...of("dmApproval") },
  "POST /dm/v1/approvals/{id}/resolve": { may: agency, ...of("dmApproval"), body: decision },
  "POST /dm/v1/approvals/{id}/reopen": { may: agency, ...of("dmApproval") },
  "GET /dm/v1/activities": { may: agency },
  "GET /dm/v1/activities/{id}": { may: agency, ...of("activity") },
  "POST /dm/v1/activities/{id}/pause": { may: agency, ...of("activity"), body: nothing },
  "POST /dm/v1/activities/{id}/resume": { may: agency, ...of("activity"), body: nothing },
  "POST /dm/v1/activities/{id}/retry": { may: agency, ...of("activity"), body: nothing },
  "POST /dm/v1/activities/{id}/redo": { may: agency, ...of("activity"), body: nothing },
  "POST /dm/v1/activities/{id}/cancel": { may: agency, ...of("activity"), body: nothing },
  "GET /dm/v1/runs": { may: agency },
  "GET /dm/v1/runs/{id}/prompts": { may: ["DL"], ...of("run") },
  "GET /dm/v1/runs/{id}/transcript": { may: agency, ...of("run") },
  "POST /dm/v1/runs/{id}/cancel": { may: agency, ...of("run"), body: nothing },
  "POST /dm/v1/runs/{id}/replay": { may: ["DL"], ...of("run"), body: () => ({ agentVersion: 1 }) },
  "GET /dm/v1/runs/{id}/diff": { may: agency, ...of("run") },
  "GET /dm/v1/requests": { may: agency },

  "GET /dm/v1/users": { may: ["DL"] },
  "POST /dm/v1/users/invite": {
    may: ["DL"],
    body: () => ({ email: "new@people.test", firstName: "New", lastName: "One", role: "reviewer" }),
  },
  "PATCH /dm/v1/users/{id}": { may: ["DL"], ...someone, body: nothing, version: 1 },
  "PUT /dm/v1/users/{id}/assignments": { may: ["DL"], ...someone, body: ({ id }) => ({ tenantIds: [id] }) },
  "POST /dm/v1/users/{id}/deactivate": { may: ["DL"], ...someone },

  "GET /admin/v1/tenants": { may: staff },
  "POST /admin/v1/tenants": { may: staff, body: newTenant },
  "GET /admin/v1/tenants/{id}": { may: staff, ...of("tenant") },
  "PATCH /admin/v1/tenants/{id}": { may: staff, ...of("tenant"), body: nothing, version: 1 },
  "GET /admin/v1/tenants/{id}/flags": { may: staff, ...of("tenant") },
  "PUT /admin/v1/tenants/{id}/flags/{key}": {
    may: staff,
    params: { id: "tenant", key: { literal: "some.flag" } },
    body: () => ({ enabled: true, reason: "For a trial" }),
  },
  "GET /admin/v1/regions": { may: staff },
  "GET /admin/v1/tax-treatment": { may: staff, query: () => "country=IN&state=29" },
  "POST /admin/v1/tenants/{id}/activate": { may: staff, ...of("tenant") },
  "POST /admin/v1/tenants/{id}/start-trial": { may: staff, ...of("tenant"), body: nothing },
  "POST /admin/v1/tenants/{id}/convert": { may: staff, ...of("tenant") },
  "POST /admin/v1/tenants/{id}/suspend": { may: staff, ...of("tenant"), body: reason },
  "POST /admin/v1/tenants/{id}/reinstate": { may: staff, ...of("tenant") },
  "POST /admin/v1/tenants/{id}/cancel": { may: staff, ...of("tenant"), body: reason },
  "POST /admin/v1/tenants/{id}/reopen": { may: staff, ...of("tenant") },
  "GET /admin/v1/tenants/{id}/members": { may: staff, ...of("tenant") },
  "PUT /admin/v1/tenants/{id}/reviewers": { may: staff, ...of("tenant"), body: () => ({ userIds: [] }) },
  "POST /admin/v1/tenants/{id}/resend-welcome": { may: staff, ...of("tenant") },
  "POST /admin/v1/tenants/{id}/impersonate": {
    may: staff,
    ...of("tenant"),
    body: ({ people }) => ({ userId: people.TA.userId, ...reason() }),
  },
  "GET /admin/v1/users": { may: staff },
  "POST /admin/v1/users": {
    may: staff,
    body: () => ({
      ...{ email: "made@people.test", firstName: "Made", lastName: "Up", role: "member" },
      appAccess: ["dashboard"],
    }),
  },
  "GET /admin/v1/users/{id}": { may: staff, ...of("person") },
  "PATCH /admin/v1/users/{id}": { may: staff, ...of("person"), body: nothing, version: 1 },
  "POST /admin/v1/users/{id}/deactivate": { may: staff, ...of("person"), body: reason },
  "POST /admin/v1/users/{id}/reactivate": { may: staff, ...of("person") },
  "POST /admin/v1/users/{id}/reset-password": { may: staff, ...of("person") },
  "POST /admin/v1/users/{id}/reset-totp": { may: staff, ...of("person"), body: reason },
  "POST /admin/v1/users/{id}/end-sessions": { may: staff, ...of("person") },
  ...adapterExpectations,
  ...insightExpectations,
  ...manageExpectations,
  ...leadExpectations,
  ...memoryExpectations,
  ...moneyExpectations,
  ...planningExpectations,
  ...pieceExpectations,
  ...publishingExpectations,
  ...qualityExpectations,
  ...reportExpectations,
  ...campaignExpectations,
  "GET /admin/v1/audit-logs": { may: staff },
  "GET /admin/v1/audit-logs/chains": { may: staff },
  "POST /admin/v1/audit-logs/verify": { may: staff, body: () => ({ chain: "platform" }) },
  "POST /admin/v1/audit-logs/export": { may: staff, body: nothing },

  "GET /admin/v1/skills": { may: staff },
  "POST /admin/v1/skills": { may: staff, body: () => newSkill },
  "GET /admin/v1/skills/{id}": { may: staff, ...of("platformSkill") },
  "PATCH /admin/v1/skills/{id}": { may: staff, ...of("platformSkill"), body: nothing },
  "DELETE /admin/v1/skills/{id}": { may: staff, ...of("platformSkill") },

  "GET /tenant/v1/skills": { may: all },
  "POST /tenant/v1/skills": { may: leaders, body: () => newSkill },
  "GET /tenant/v1/skills/{id}": { may: all, ...of("skill") },
  "PATCH /tenant/v1/skills/{id}": { may: leaders, ...of("skill"), body: nothing },
  "DELETE /tenant/v1/skills/{id}": { may: leaders, ...of("skill") },

  "GET /tenant/v1/members": { may: all },
  "PATCH /tenant/v1/members/{id}": { may: ["TA"], ...of("member"), body: nothing, version: 1 },
  "DELETE /tenant/v1/members/{id}": { may: ["TA"], ...of("member"), version: 1 },
  "GET /tenant/v1/security": { may: all },
  "PUT /tenant/v1/security": { may: ["TA"], body: () => ({ secondFactorRequired: false }) },
  "GET /tenant/v1/invitations": { may: ["TA"] },
  "POST /tenant/v1/invitations": {
    may: ["TA"],
    body: () => ({ email: "invited@people.test", role: "member" }),
  },
  "POST /tenant/v1/invitations/{id}/resend": { may: ["TA"], ...of("invitation") },
  "DELETE /tenant/v1/invitations/{id}": { may: ["TA"], ...of("invitation") },

  "GET /tenant/v1/me": { may: all },
  "GET /tenant/v1/requests": { may: all },
  "GET /tenant/v1/requests/{id}": { may: all, ...of("request") },
  "POST /tenant/v1/blog-requests": { may: all, body: () => ({ topic: "A topic of one's own", submit: false }) },
  "POST /tenant/v1/social-requests": {
    may: all,
    body: () => ({ topic: "A topic of one's own", platforms: ["linkedin"] }),
  },
  "PATCH /tenant/v1/requests/{id}": { may: all, ...of("draftRequest"), body: nothing, version: 1 },
  "POST /tenant/v1/requests/{id}/submit": { may: all, ...of("draftRequest"), body: nothing },
  "POST /tenant/v1/requests/{id}/approve": { may: agency, ...of("request"), body: nothing },
  "POST /tenant/v1/requests/{id}/reject": { may: agency, ...of("request"), body: note },
  "POST /tenant/v1/requests/{id}/cancel": { may: [...leaders, "TM"], ...of("draftRequest"), body: nothing },

  "GET /tenant/v1/activities": { may: all },
  "GET /tenant/v1/activities/{id}": { may: all, ...of("activity") },
  "GET /tenant/v1/activities/{id}/events": { may: all, ...of("activity") },
  "GET /tenant/v1/activities/{id}/runs": { may: all, ...of("activity") },
  "GET /tenant/v1/activities/{id}/retrievals": { may: all, ...of("activity") },
  "GET /tenant/v1/runs/{id}": { may: all, ...of("run") },
  "GET /tenant/v1/runs/{id}/steps": { may: all, ...of("run") },
  "GET /tenant/v1/runs/{id}/chunks": { may: all, ...of("run") },
  "GET /tenant/v1/runs/{id}/prompt": { may: agency, ...of("run") },
  "GET /tenant/v1/agents": { may: all },
  "PATCH /tenant/v1/agents/{name}": { may: leaders, ...agent, body: nothing },
  "POST /tenant/v1/agents/{name}/pause": { may: agency, ...agent },
  "POST /tenant/v1/agents/{name}/resume": { may: agency, ...agent },

  "GET /tenant/v1/blog-posts": { may: all },
  "GET /tenant/v1/blog-posts/{id}": { may: all, ...of("blogPost") },
  "PATCH /tenant/v1/blog-posts/{id}": { may: agency, ...of("blogPost"), body: nothing, version: 1 },
  "GET /tenant/v1/social-posts": { may: all },
  "GET /tenant/v1/social-posts/{id}": { may: all, ...of("socialPost") },
  "POST /tenant/v1/social-posts/{id}/media": {
    may: agency,
    ...of("socialPost"),
    body: () => ({ mediaIds: ["mda_01J00000000000000000000000"] }),
  },
  "GET /tenant/v1/social-calendars/{month}": { may: all, params: { month: { literal: "2026-01" } } },
  "POST /tenant/v1/blog-posts/{id}/images": {
    may: agency,
    ...of("blogPost"),
    body: () => ({ imageType: "hero" }),
  },
  "GET /tenant/v1/blog-posts/{id}/versions": { may: all, ...of("blogPost") },
  "GET /tenant/v1/blog-posts/{id}/versions/{version}": { may: all, params: { id: "blogPost", version } },
  "POST /tenant/v1/blog-posts/{id}/versions/{version}/restore": { may: agency, params: { id: "blogPost", version } },
  "GET /tenant/v1/blog-posts/{id}/diff": { may: all, ...of("blogPost"), query: () => "from=1&to=1" },
  "GET /tenant/v1/blog-posts/{id}/claims": { may: all, ...of("blogPost") },
  "POST /tenant/v1/blog-posts/{id}/claims/{claimId}/waive": {
    may: agency,
    params: { id: "blogPost", claimId: "claim" },
    body: note,
  },
  "POST /tenant/v1/blog-posts/{id}/archive": { may: agency, ...of("blogPost") },
  "POST /tenant/v1/blog-posts/{id}/regenerate": {
    may: agency,
    ...of("blogPost"),
    body: () => ({ notes: "Long enough to be a reason." }),
  },
  "POST /tenant/v1/blog-posts/{id}/publish": { may: leaders, ...of("blogPost"), body: nothing },
  "POST /tenant/v1/blog-posts/{id}/mark-published": {
    may: leaders,
    ...of("blogPost"),
    body: () => ({ url: "https://example.test/post" }),
  },
  "GET /tenant/v1/publish-attempts": { may: all },
  "GET /tenant/v1/publish-attempts/{id}": { may: all, ...of("publishAttempt") },
  "POST /tenant/v1/publish-attempts/{id}/decide": {
    may: agency,
    ...of("publishAttempt"),
    body: () => ({ outcome: "not_there" }),
  },

  "GET /tenant/v1/comments": { may: all, query: ({ blogPost }) => `subjectType=blog_post&subjectId=${blogPost}` },
  "POST /tenant/v1/comments": {
    may: all,
    body: (_, { blogPost }) => ({ subjectType: "blog_post", subjectId: blogPost, body: "A comment" }),
  },
  "POST /tenant/v1/comments/{id}/resolve": { may: all, ...of("comment") },
  "DELETE /tenant/v1/comments/{id}": { may: all, ...of("comment") },
  "GET /tenant/v1/notifications": { may: all },
  "GET /tenant/v1/notifications/unread-count": { may: all },
  "POST /tenant/v1/notifications/read": { may: all, body: () => ({ all: true }) },
  "GET /tenant/v1/notification-deliveries": { may: all },
  "GET /tenant/v1/audit-log": { may: leaders },
  "GET /tenant/v1/audit-log/verify": { may: leaders },

  "GET /tenant/v1/websites/{channelId}/pages": { may: all, ...site },
  "GET /tenant/v1/websites/{channelId}/pages/{id}": { may: all, params: { channelId: "website", id: "webPage" } },
  "GET /tenant/v1/websites/{channelId}/media": { may: all, ...site },
  "GET /tenant/v1/websites/{channelId}/crawls": { may: all, ...site },
  "POST /tenant/v1/websites/{channelId}/crawls": { may: leaders, ...site },
  "GET /tenant/v1/websites/{channelId}/crawls/{id}": { may: all, params: { channelId: "website", id: "crawl" } },
  "POST /tenant/v1/websites/{channelId}/crawls/{id}/cancel": {
    may: leaders,
    params: { channelId: "website", id: "crawl" },
  },
  "GET /tenant/v1/websites/{channelId}/crawl-settings": { may: all, ...site },
  "PUT /tenant/v1/websites/{channelId}/crawl-settings": { may: leaders, ...site, body: () => ({ maxDepth: 3 }) },

  "GET /tenant/v1/datasets": { may: all },
  "GET /tenant/v1/datasets/{id}": { may: all, ...of("dataset") },
  "GET /tenant/v1/datasets/{id}/files": { may: all, ...of("dataset") },
  "POST /tenant/v1/datasets/{id}/files": {
    may: uploaders,
    ...of("dataset"),
    body: (_, { upload }) => ({ uploadIds: [upload] }),
  },
  "POST /tenant/v1/datasets/query": { may: uploaders, body: () => ({ query: "secrets in the cellar" }) },
  "GET /tenant/v1/dataset-files/{id}": { may: all, ...of("datasetFile") },
  "GET /tenant/v1/dataset-files/{id}/chunks": { may: all, ...of("datasetFile") },
  "POST /tenant/v1/dataset-files/{id}/enable": { may: uploaders, ...of("datasetFile") },
  "POST /tenant/v1/dataset-files/{id}/disable": { may: uploaders, ...of("datasetFile") },
  "POST /tenant/v1/dataset-files/{id}/reprocess": { may: uploaders, ...of("datasetFile") },
  "DELETE /tenant/v1/dataset-files/{id}": { may: uploaders, ...of("datasetFile") },
  "GET /tenant/v1/dataset-files/{id}/download": { may: uploaders, ...of("datasetFile") },

  "POST /media/v1/uploads": {
    may: uploaders,
    body: () => ({ purpose: "dataset", fileName: "a.md", mime: "text/markdown", bytes: 10 }),
  },
  "POST /media/v1/uploads/{id}/complete": { may: uploaders, ...of("upload") },
  "GET /media/v1/assets": { may: all },
  "POST /media/v1/assets": { may: uploaders, body: (_, { upload }) => ({ uploadId: upload }) },
  "POST /v1/search": { may: all, body: () => ({ q: "owners" }) },

  "GET /tenant/v1/api-keys": { may: ["TA"] },
  "POST /tenant/v1/api-keys": { may: ["TA"], body: () => ({ name: "Till", scopes: ["blog:read"] }) },
  "POST /tenant/v1/api-keys/{id}/rotate": { may: ["TA"], ...of("apiKey") },
  "DELETE /tenant/v1/api-keys/{id}": { may: ["TA"], ...of("apiKey") },
  "GET /tenant/v1/agents/{name}/keys": { may: leaders, ...agent },
  "POST /tenant/v1/agents/{name}/keys": { may: leaders, ...agent, body: () => ({ name: "Writer" }) },
  "DELETE /tenant/v1/agents/{name}/keys/{id}": {
    may: leaders,
    params: { name: { literal: "blog-writer" }, id: "agentKey" },
  },

  ...outsideExpectations,

  "GET /live/v1/stream": { may: everybody, stream: true },
  "GET /live/v1/runs/{id}": { may: all, ...of("run"), stream: true },
};
