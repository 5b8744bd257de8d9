import * as z from "zod";

/** What a row can be about: the first half of every pair (subjectType, subjectId). */
export const SubjectType = z.enum([
  "context_file",
  "strategy",
  "deliverable_plan",
  "action_item",
  "deliverable",
  "activity",
  "blog_post",
  "social_post",
  "landing_page",
  "newsletter",
  "gbp_post",
  "ad_copy",
  "content_brief",
  "content_request",
  "keyword_group",
  "backlink",
  "campaign",
  "campaign_email",
  "recommendation_batch",
  "search_term",
  "review_response",
  "lead_email",
  "nurture_step",
  "code_change",
  "report",
  "lead",
  "contact",
  "publish_attempt",
  "chat_action",
  "crawl_job",
]);

/** What a run can be about: beside those, the setup of a workspace, a month of a plan, numbers, and what assistants say, an answer in a conversation, a connected account. */
export const RunSubject = z.enum([
  ...SubjectType.options,
  "onboarding_run",
  "plan_month",
  "channel_insight",
  "anomaly_alert",
  "goal",
  "ai_visibility",
  "chat_message",
  "channel",
]);
