import type { LiveType } from "#schema/live.ts";

/** Facts of an event as they arrive; ids only, the screen reads the rest. */
export type LiveFacts = Record<string, unknown>;

const overviews = ["/dashboard/v1/home", "/dm/v1/overview", "/dm/v1/clients"];
const activityLists = ["/tenant/v1/activities", "/dm/v1/activities", ...overviews];
const approvalLists = ["/dashboard/v1/approvals", "/dm/v1/approvals", ...overviews];
/** What a run may have finished without a word of its own. */
const works = ["/tenant/v1/site-audits", "/tenant/v1/ads-analyses", "/tenant/v1/backlinks", "/tenant/v1/campaigns"];
const agents = ["/tenant/v1/agents", "/tenant/v1/setup", "/dm/v1/runs", ...works];
const pieces = [
  ...["/tenant/v1/blog-posts", "/tenant/v1/social-posts", "/tenant/v1/gbp-posts"],
  ...["/tenant/v1/newsletters", "/tenant/v1/landing-pages", "/tenant/v1/ad-copies"],
];
const planning = [
  "/tenant/v1/setup",
  "/tenant/v1/context",
  "/tenant/v1/strategies",
  "/tenant/v1/plans",
  "/tenant/v1/action-items",
];

/** Live event -> starts of the API paths to read again. `"*"` is everything. */
export const staleAfter: Record<LiveType, (facts: LiveFacts) => readonly string[]> = {
  "agent:active": () => [...activityLists, ...agents, "/tenant/v1/blog-posts"],
  "agent:progress": (facts) => [
    `/tenant/v1/runs/${String(facts["runId"])}/steps`,
    `/dm/v1/runs/${String(facts["runId"])}/transcript`,
  ],
  "agent:completed": (facts) => [...activityLists, ...agents, `/tenant/v1/runs/${String(facts["runId"])}`],
  "agent:failed": (facts) => [...activityLists, ...agents, `/tenant/v1/runs/${String(facts["runId"])}`],
  "agent_memory:updated": () => ["/tenant/v1/agent-memories"],
  "activity:updated": () => [...activityLists, "/tenant/v1/months", "/tenant/v1/campaigns", "/tenant/v1/blog-posts"],
  "approval:created": () => [...approvalLists, "/tenant/v1/blog-posts", "/tenant/v1/requests"],
  "approval:decided": () => [...approvalLists, "/tenant/v1/blog-posts", "/tenant/v1/requests", "/dm/v1/requests"],
  "content:updated": () => [
    ...pieces,
    "/tenant/v1/repurpose",
    "/tenant/v1/reviews",
    "/tenant/v1/campaigns",
    "/tenant/v1/code-changes",
    ...planning,
    ...approvalLists,
  ],
  "content:published": () => [...pieces, "/tenant/v1/publish-attempts", ...overviews],
  "content:publish_unknown": () => [...pieces, "/tenant/v1/publish-attempts", ...overviews],
  "request:updated": () => ["/tenant/v1/requests", "/dm/v1/requests", ...overviews],
  "dataset_file:updated": () => ["/tenant/v1/datasets", "/tenant/v1/dataset-files", "/dashboard/v1/home"],
  "comment:updated": () => ["/tenant/v1/comments"],
  "crawl:progress": () => ["/tenant/v1/websites", "/tenant/v1/setup", "/dashboard/v1/onboarding/brand"],
  "setup:updated": () => ["/tenant/v1/setup", "/dashboard/v1/onboarding", "/tenant/v1/me"],
  "insight:updated": () => ["/tenant/v1/insights", "/tenant/v1/recommendations"],
  "anomaly:created": () => ["/tenant/v1/anomalies"],
  "goal:updated": () => ["/tenant/v1/goals"],
  "ai_visibility:updated": () => ["/tenant/v1/ai-visibility"],
  "report:updated": () => ["/tenant/v1/reports"],
  "month:updated": () => ["/tenant/v1/months", ...activityLists],
  "chat:message": (facts) => ["/tenant/v1/chat/threads", `/tenant/v1/chat/threads/${String(facts["threadId"])}`],
  "lead:updated": () => ["/tenant/v1/leads", "/tenant/v1/lead-emails", "/tenant/v1/nurture"],
  "credits:changed": () => ["/tenant/v1/credits", "/dashboard/v1/home"],
  "notification:new": () => ["/tenant/v1/notifications"],
  "settings:updated": () => ["/tenant/v1/me", "/tenant/v1/agents", "/tenant/v1/channels", "/tenant/v1/channel-types"],
  "platform:updated": (facts) => keysOf(facts).map((key) => `/admin/v1/${key}`),
  "stream:reset": () => ["*"],
};

function keysOf({ keys }: LiveFacts): string[] {
  return Array.isArray(keys) ? keys.map(String) : [];
}

/** Every type the stream can carry. */
export const liveTypes = Object.keys(staleAfter) as LiveType[];
