import { actionItemMachine } from "../action-item.ts";
import { activityMachine } from "../activity.ts";
import { adCopyMachine } from "../ad-copy.ts";
import { anomalyMachine } from "../anomaly.ts";
import { approvalMachine } from "../approval.ts";
import { opportunityMachine, outreachMachine } from "../backlink.ts";
import { blogMachine } from "../blog.ts";
import { campaignEmailMachine, campaignMachine } from "../campaign.ts";
import { batchMachine, termMachine } from "../campaign-results.ts";
import { chatActionMachine } from "../chat-action.ts";
import { codeChangeMachine } from "../code-change.ts";
import { contextMachine } from "../context.ts";
import { crawlMachine } from "../crawl.ts";
import { responseMachine, reviewMachine } from "../customer-review.ts";
import { fileMachine } from "../dataset.ts";
import { deliverableMachine, periodMachine } from "../deliverable.ts";
import { deliverablePlanMachine } from "../deliverable-plan.ts";
import { gbpPostMachine } from "../gbp-post.ts";
import { goalMachine } from "../goal.ts";
import { insightMachine, recommendationMachine } from "../insight.ts";
import { keywordGroupMachine } from "../keyword.ts";
import { landingPageMachine } from "../landing-page.ts";
import { leadMachine } from "../lead.ts";
import { leadEmailMachine } from "../lead-email.ts";
import type { Transition } from "../machine.ts";
import { monthMachine } from "../month.ts";
import { newsletterMachine } from "../newsletter.ts";
import { onboardingMachine, onboardingStepMachine } from "../onboarding.ts";
import { attemptMachine } from "../publish.ts";
import { requestMachine } from "../request.ts";
import { runMachine } from "../run.ts";
import { socialPostMachine } from "../social.ts";
import { strategyMachine } from "../strategy.ts";
import { taskMachine } from "../task.ts";
import { tenantMachine } from "../tenant.ts";
import { exportMachine } from "../tenant-export.ts";
import { webhookMachine } from "../webhook.ts";

/**
 * Status column -> its table of transitions. `npm run verify` fails when a machine names a state that the column cannot
 * hold, or when the column can hold a state that no transition touches.
 */
export const machines: Readonly<Record<string, readonly Transition<string, string>[]>> = {
  "action_items.status": actionItemMachine,
  "activities.status": activityMachine,
  "ad_copies.status": adCopyMachine,
  "agent_code_changes.status": codeChangeMachine,
  "agent_runs.status": runMachine,
  "anomaly_alerts.status": anomalyMachine,
  "approvals.status": approvalMachine,
  "backlinks.opportunity_status": opportunityMachine,
  "backlinks.outreach_status": outreachMachine,
  "blog_posts.status": blogMachine,
  "blog_requests.status": requestMachine,
  "campaign_emails.status": campaignEmailMachine,
  "campaigns.status": campaignMachine,
  "channel_insights.status": insightMachine,
  "channel_recommendations.status": recommendationMachine,
  "chat_actions.status": chatActionMachine,
  "context_files.status": contextMachine,
  "dataset_files.status": fileMachine,
  "deliverable_periods.status": periodMachine,
  "deliverable_plans.status": deliverablePlanMachine,
  "deliverables.status": deliverableMachine,
  "email_newsletters.status": newsletterMachine,
  "gbp_posts.status": gbpPostMachine,
  "goals.status": goalMachine,
  "keyword_groups.status": keywordGroupMachine,
  "landing_pages.status": landingPageMachine,
  "lead_emails.status": leadEmailMachine,
  "leads.status": leadMachine,
  "onboarding_runs.status": onboardingMachine,
  "onboarding_steps.status": onboardingStepMachine,
  "plan_months.status": monthMachine,
  "publish_attempts.status": attemptMachine,
  "recommendation_batches.status": batchMachine,
  "review_responses.status": responseMachine,
  "reviews.status": reviewMachine,
  "scheduled_tasks.status": taskMachine,
  "search_term_classifications.status": termMachine,
  "social_posts.status": socialPostMachine,
  "strategies.status": strategyMachine,
  "tenant_exports.status": exportMachine,
  "tenants.status": tenantMachine,
  "web_crawl_jobs.status": crawlMachine,
  "webhook_deliveries.status": webhookMachine,
};
