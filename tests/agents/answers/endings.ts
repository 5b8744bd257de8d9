import type { AgentName } from "#schema/agent.ts";
import type { State } from "./rows.ts";

/** How the work of an agent ends. */
export interface Ending {
  /** Tables that gain rows by a success, and none by a failure; none where something else takes the agent's place. */
  writes: readonly string[];
  /** How all stands that the work was for, after a success and after it was given up. */
  done: State;
  lost: State;
  /** What people are told of work that was given up. */
  tells: readonly string[];
}

const tables = (names: string): string[] => names.split(" ").filter((name) => name !== "");

/** Of an activity: people see it fail. */
const activity = (writes: string, done: State, lost: State = {}): Ending => ({
  writes: tables(writes),
  done: { activities: "done", ...done },
  lost: { activities: "failed", ...lost },
  tells: ["activity.failed"],
});

/** Of a thing: people are told unless they see it where they asked for it, or get something else instead. */
const thing = (writes: string, done: State, lost: State, ...tells: string[]): Ending => ({
  ...{ writes: tables(writes), done, lost, tells },
});

const failed = "run.failed";
const attention = "setup.attention";
const insight = thing("channel_recommendations", { channel_insights: "done" }, { channel_insights: "failed" }, failed);
const proposals = thing(
  "campaign_recommendations approvals",
  { recommendation_batches: "proposed" },
  { recommendation_batches: "failed" },
  failed,
);
const advert = activity("ad_copies content_versions approvals", { ad_copies: "approved" });
const answered = { chat_messages: "done" };
const unanswered = { chat_messages: "failed" };

/** What is left of the work of each agent with a model. */
export const endings: Partial<Record<AgentName, Ending>> = {
  "keyword-researcher": activity("keyword_groups keywords keyword_group_items approvals", {
    activities: "awaiting_approval",
    keyword_groups: "pending_review",
  }),
  "content-brief-writer": activity("content_briefs blog_posts", {}),
  "blog-writer": activity(
    "content_versions",
    { activities: "in_progress", blog_posts: "drafting" },
    { blog_posts: "failed" },
  ),
  "content-critic": thing(
    "critic_results",
    { blog_posts: "dm_review" },
    { blog_posts: "dm_review critic_unavailable" },
  ),
  "gbp-post-writer": activity("gbp_posts approvals", { gbp_posts: "approved" }),
  "social-calendar-planner": thing(
    "",
    { activities: "done", social_calendars: "active" },
    { activities: "done", social_calendars: "active" },
  ),
  "social-post-writer": activity(
    "content_versions",
    { activities: "in_progress", social_posts: "drafting" },
    { social_posts: "failed" },
  ),
  "email-writer": activity("email_newsletters content_versions", {
    activities: "in_progress",
    email_newsletters: "draft",
  }),
  "landing-page-writer": activity(
    "content_versions",
    { activities: "in_progress", landing_pages: "drafting" },
    { landing_pages: "failed" },
  ),
  "google-ads-writer": advert,
  "meta-ads-writer": advert,
  "linkedin-ads-writer": advert,
  "content-repurposer": activity(
    "ad_copies content_versions approvals",
    { ad_copies: "approved", repurpose_items: "done" },
    { repurpose_items: "failed" },
  ),
  "blog-ai-agent": thing("", { blog_posts: "dm_review done" }, { blog_posts: "dm_review failed" }),
  "content-auditor": activity("content_audit_findings", { content_audits: "done" }, { content_audits: "failed" }),
  "content-optimizer": thing("content_scores", { blog_posts: "dm_review" }, { blog_posts: "dm_review" }),
  "topic-researcher": activity("research_notes", {}),
  "research-note-writer": activity("research_notes", {}),
  "review-campaign-writer": activity("campaign_messages", {}),
  "campaign-brief-writer": thing("", { campaigns: "with brief" }, { campaigns: "without brief" }, failed),
  "audience-analyst": thing("campaign_audiences", { campaigns: "with brief" }, { campaigns: "with brief" }, failed),
  "search-term-classifier": thing(
    "search_term_classifications",
    { campaigns: "without brief" },
    { campaigns: "without brief" },
    failed,
  ),
  "meta-ads-optimizer": proposals,
  "linkedin-ads-optimizer": proposals,
  "seo-outreach-optimizer": proposals,
  "review-campaign-optimizer": proposals,
  "backlink-researcher": activity("", {}),
  "website-crawler": thing("", { backlinks: "contact" }, { backlinks: "no contact" }, failed),
  "backlink-outreach-writer": thing("campaign_emails", { backlinks: "contact" }, { backlinks: "no contact" }, failed),
  "opportunity-matcher": thing("backlinks", { backlinks: "opportunity" }, {}, failed),
  "review-response-writer": thing(
    "content_versions",
    { review_responses: "draft" },
    { review_responses: "draft" },
    failed,
  ),
  "lead-enricher": thing("", { leads: "enriched" }, { leads: "score alone" }),
  "lead-followup-writer": thing("approvals", { lead_emails: "draft" }, { lead_emails: "failed" }, failed),
  "google-search-console-insights": insight,
  "google-analytics-insights": insight,
  "google-ads-insights": insight,
  "meta-ads-insights": insight,
  "facebook-page-insights": insight,
  "instagram-insights": insight,
  "linkedin-insights": insight,
  "google-business-profile-insights": insight,
  "website-insights": insight,
  "landing-page-insights": insight,
  "site-auditor": activity("site_audit_findings", { site_audits: "done" }, { site_audits: "failed" }),
  "website-code-fixer": thing(
    "approvals",
    { agent_code_changes: "pending_review" },
    { agent_code_changes: "failed" },
    failed,
  ),
  "ads-analyst": activity("", { ads_analyses: "done" }, { ads_analyses: "failed" }),
  "anomaly-detector": thing("", { anomaly_alerts: "explained" }, { anomaly_alerts: "number alone" }, "anomaly.alert"),
  "data-analyst": thing("", { goals: "explained" }, { goals: "value alone" }),
  "report-writer": activity("", { reports: "ready" }, { reports: "failed" }),
  "custom-report-writer": thing("", { reports: "ready" }, { reports: "failed" }, failed),
  "brand-narrative-analyst": thing(
    "",
    { ai_visibility_narratives: "done" },
    { ai_visibility_narratives: "failed" },
    failed,
  ),
  "chat-analyst": thing("", answered, unanswered),
  "chat-executor": thing("chat_actions", answered, unanswered),
  "billing-agent": thing("", answered, unanswered),
  "client-researcher": thing(
    "research_notes",
    { onboarding_runs: "launched" },
    { onboarding_runs: "launched" },
    attention,
  ),
  "competitor-researcher": thing("research_notes", { onboarding_runs: "launched" }, { onboarding_runs: "launched" }),
  "context-file-writer": thing(
    "approvals",
    { context_files: "pending_review" },
    { context_files: "archived" },
    attention,
  ),
  "strategy-writer": thing("approvals", { strategies: "pending_review" }, { strategies: "archived" }, attention),
  "deliverable-planner": thing(
    "deliverable_templates goals",
    { deliverable_plans: "draft" },
    { deliverable_plans: "draft to be filled by hand" },
    attention,
  ),
  "action-item-planner": thing(
    "action_items",
    { deliverable_plans: "pending_review" },
    { deliverable_plans: "pending_review" },
    failed,
  ),
  "activity-planner": thing("", { plan_months: "active" }, { plan_months: "active" }, "month.planned_by_rule"),
};
