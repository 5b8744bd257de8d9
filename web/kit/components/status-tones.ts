import type { ActionItemStatus } from "#schema/action-item.ts";
import type { ActivityStatus, BlockedReason } from "#schema/activity.ts";
import type { AdCopyStatus } from "#schema/ad-copy.ts";
import type { AdsHealth } from "#schema/ads-analysis.ts";
import type { AgentState } from "#schema/agent.ts";
import type { Severity as AnomalySeverity } from "#schema/anomaly.ts";
import type { ApprovalFlag, ApprovalStatus } from "#schema/approval.ts";
import type { OpportunityStatus, OutreachStatus } from "#schema/backlink.ts";
import type { BlogStatus, Claim, PublishAttempt } from "#schema/blog.ts";
import type { CampaignStatus } from "#schema/campaign.ts";
import type { BatchStatus, TermStatus } from "#schema/campaign-results.ts";
import type { Channel } from "#schema/channel.ts";
import type { CodeChangeStatus } from "#schema/code-change.ts";
import type { FindingSeverity, WorkStatus } from "#schema/content-quality.ts";
import type { ContextStatus } from "#schema/context.ts";
import type { ResponseStatus, ReviewStatus } from "#schema/customer-review.ts";
import type { FileStatus } from "#schema/dataset.ts";
import type { GbpPostStatus } from "#schema/gbp-post.ts";
import type { GoalStatus } from "#schema/goal.ts";
import type { InsightStatus } from "#schema/insight.ts";
import type { LandingPageStatus } from "#schema/landing-page.ts";
import type { LeadStatus } from "#schema/lead.ts";
import type { MonthStatus } from "#schema/month.ts";
import type { NewsletterStatus } from "#schema/newsletter.ts";
import type { ReportStatus } from "#schema/report.ts";
import type { RepurposeBatch } from "#schema/repurpose.ts";
import type { RequestStatus } from "#schema/request.ts";
import type { RunStatus, RunStep } from "#schema/run.ts";
import type { SetupStep } from "#schema/setup.ts";
import type { SiteSeverity } from "#schema/site-audit.ts";
import type { SocialPostStatus } from "#schema/social.ts";
import type { TenantStatus } from "#schema/tenant.ts";
import type { UserRow } from "#schema/user.ts";
import type { NarrativeStatus } from "#schema/visibility.ts";
import type { Tone } from "../theme/status-tokens.ts";

/** What a status means to a person: a word and a tone. */
export interface StatusLook {
  tone: Tone;
  word: string;
}

function look(tone: Tone, word: string): StatusLook {
  return { tone, word };
}

const activity: Record<ActivityStatus, StatusLook> = {
  pending: look("waiting", "Pending"),
  queued: look("waiting", "Queued"),
  in_progress: look("running", "In progress"),
  awaiting_approval: look("attention", "Awaiting approval"),
  done: look("done", "Done"),
  failed: look("failed", "Failed"),
  cancelled: look("waiting", "Cancelled"),
};
const blocked: Record<BlockedReason, StatusLook> = {
  dependency: look("waiting", "Waits for another step"),
  plan_gate: look("attention", "Waits for approval"),
  plan: look("attention", "Not in the plan"),
  contract: look("attention", "Contract open"),
  subscription: look("attention", "Subscription locked"),
  tenant: look("attention", "Workspace paused"),
  channel_missing: look("attention", "Channel missing"),
  agent_paused: look("attention", "Agent paused"),
  insufficient_credits: look("attention", "Not enough credits"),
  spend_cap: look("attention", "Spend cap reached"),
  privacy: look("attention", "Needs a local model"),
};
const approval: Record<ApprovalStatus, StatusLook> = {
  pending: look("attention", "Waiting for a decision"),
  approved: look("done", "Approved"),
  rejected: look("failed", "Rejected"),
  expired: look("waiting", "Expired"),
  superseded: look("waiting", "Superseded"),
};
const flag: Record<ApprovalFlag, StatusLook> = {
  slides_missing: look("attention", "Pictures missing"),
  rewrite_failed: look("attention", "Could not be rewritten"),
  critic_failed: look("attention", "Critic not satisfied"),
  critic_unavailable: look("unknown", "Critic unavailable"),
  unsupported_claims: look("attention", "Unsupported claims"),
  injection_suspected: look("failed", "Suspicious source text"),
};
const blog: Record<BlogStatus, StatusLook> = {
  drafting: look("running", "Drafting"),
  dm_review: look("attention", "Agency review"),
  client_review: look("attention", "Client review"),
  client_approved: look("done", "Approved"),
  publishing: look("running", "Publishing"),
  cms_draft: look("attention", "Draft on the site"),
  published: look("done", "Published"),
  publish_unknown: look("unknown", "Outcome unknown"),
  publish_failed: look("failed", "Publishing failed"),
  rejected: look("failed", "Changes asked"),
  failed: look("failed", "Failed"),
  archived: look("waiting", "Archived"),
};
const publish: Record<PublishAttempt["status"], StatusLook> = {
  prepared: look("waiting", "Prepared"),
  posting: look("running", "Sending"),
  checking: look("running", "Checking"),
  unknown: look("unknown", "Outcome unknown"),
  confirmed: look("done", "Confirmed"),
  failed: look("failed", "Failed"),
  abandoned: look("waiting", "Abandoned"),
};
const claim: Record<Claim["support"], StatusLook> = {
  supported: look("done", "Supported"),
  weak: look("attention", "Weak support"),
  unsupported: look("failed", "Unsupported"),
  waived: look("waiting", "Waived"),
};
const channel: Record<Channel["status"], StatusLook> = {
  authorising: look("running", "Authorising"),
  picking: look("attention", "Choose an account"),
  connected: look("done", "Connected"),
  needs_reconnect: look("attention", "Reconnect"),
  paused: look("waiting", "Paused"),
  disconnected: look("failed", "Disconnected"),
};
const file: Record<FileStatus, StatusLook> = {
  queued: look("waiting", "Queued"),
  processing: look("running", "Processing"),
  ready: look("done", "Ready"),
  failed: look("failed", "Failed"),
  disabled: look("waiting", "Disabled"),
  deleted: look("waiting", "Removed"),
};
const request: Record<RequestStatus, StatusLook> = {
  draft: look("waiting", "Draft"),
  submitted: look("attention", "Submitted"),
  approved: look("done", "Approved"),
  rejected: look("failed", "Declined"),
  in_production: look("running", "In production"),
  fulfilled: look("done", "Fulfilled"),
  cancelled: look("waiting", "Cancelled"),
};
const run: Record<RunStatus, StatusLook> = {
  queued: look("waiting", "Queued"),
  running: look("running", "Running"),
  waiting_callback: look("running", "Waiting for a reply"),
  success: look("done", "Succeeded"),
  error: look("failed", "Failed"),
  cancelled: look("waiting", "Cancelled"),
};
const step: Record<RunStep["status"], StatusLook> = {
  ok: look("done", "OK"),
  error: look("failed", "Error"),
  blocked: look("attention", "Blocked"),
};
const agent: Record<AgentState["state"], StatusLook> = {
  idle: look("waiting", "Idle"),
  working: look("running", "Working"),
  queued: look("waiting", "Queued"),
  paused: look("attention", "Paused"),
  failed: look("failed", "Failed"),
};
const tenant: Record<TenantStatus, StatusLook> = {
  onboarding: look("running", "Onboarding"),
  trialing: look("attention", "Trial"),
  active: look("done", "Active"),
  suspended: look("failed", "Suspended"),
  cancelled: look("waiting", "Cancelled"),
};
const month: Record<MonthStatus, StatusLook> = {
  planning: look("running", "Being planned"),
  active: look("running", "At work"),
  paused: look("attention", "Paused"),
  cancelled: look("waiting", "Given up"),
  closed: look("done", "Over"),
};
const user: Record<UserRow["status"], StatusLook> = {
  invited: look("attention", "Invited"),
  active: look("done", "Active"),
  locked: look("failed", "Locked"),
  deactivated: look("waiting", "Deactivated"),
};
/** A version of what the work is led by: context file, strategy, plan. */
const version: Record<ContextStatus, StatusLook> = {
  draft: look("running", "Being written"),
  pending_review: look("attention", "Waits for approval"),
  approved: look("done", "In force"),
  rejected: look("failed", "Sent back"),
  archived: look("waiting", "Archived"),
};
const goal: Record<GoalStatus, StatusLook> = {
  draft: look("waiting", "Proposed"),
  active: look("running", "At work"),
  achieved: look("done", "Achieved"),
  missed: look("failed", "Missed"),
  archived: look("waiting", "Archived"),
};
const task: Record<ActionItemStatus, StatusLook> = {
  pending_review: look("attention", "Agency looks at it"),
  approved: look("waiting", "Open"),
  scheduled: look("running", "Scheduled"),
  done: look("done", "Done"),
  dismissed: look("waiting", "Dropped"),
};
const setup: Record<SetupStep["status"], StatusLook> = {
  waiting: look("waiting", "Waiting"),
  running: look("running", "Running"),
  review: look("attention", "Waits for approval"),
  done: look("done", "Done"),
  failed: look("failed", "Failed"),
};
const lead: Record<LeadStatus, StatusLook> = {
  new: look("attention", "New"),
  contacted: look("running", "Contacted"),
  qualified: look("running", "Qualified"),
  converted: look("done", "Customer"),
  disqualified: look("waiting", "Turned down"),
};
const report: Record<ReportStatus, StatusLook> = {
  generating: look("running", "Being written"),
  ready: look("done", "Ready"),
  failed: look("failed", "Failed"),
};
const campaign: Record<CampaignStatus, StatusLook> = {
  draft: look("waiting", "Draft"),
  dm_review: look("attention", "Agency review"),
  dm_approved: look("attention", "Passed by the agency"),
  client_review: look("attention", "Client review"),
  client_approved: look("done", "Approved"),
  active: look("running", "At work"),
  paused: look("attention", "Paused"),
  completed: look("done", "Over"),
  archived: look("waiting", "Archived"),
};
const batch: Record<BatchStatus, StatusLook> = {
  preparing: look("running", "Being looked for"),
  proposed: look("attention", "Agency review"),
  dm_accepted: look("attention", "Client review"),
  client_approved: look("done", "Approved"),
  applied: look("done", "Made"),
  dismissed: look("waiting", "Left out"),
  expired: look("waiting", "Out of date"),
  empty: look("waiting", "Nothing to change"),
  failed: look("failed", "Failed"),
};
const term: Record<TermStatus, StatusLook> = {
  pending: look("attention", "To decide"),
  dm_reviewed: look("done", "Decided"),
  pushed: look("done", "In the account"),
  skipped: look("waiting", "Left"),
};
const review: Record<ReviewStatus, StatusLook> = {
  new: look("attention", "To answer"),
  answered: look("done", "Answered"),
  ignored: look("waiting", "Left unanswered"),
  removed: look("waiting", "Taken down"),
};
const answer: Record<ResponseStatus, StatusLook> = {
  draft: look("running", "Being written"),
  pending_approval: look("attention", "Agency review"),
  approved: look("done", "Approved"),
  publishing: look("running", "Sending"),
  posted: look("done", "Posted"),
  publish_unknown: look("unknown", "Outcome unknown"),
  failed: look("failed", "Sending failed"),
};
/** Pieces other than posts of the blog: where two kinds share a status, they share its word. */
const piece: Record<
  SocialPostStatus | GbpPostStatus | LandingPageStatus | NewsletterStatus | AdCopyStatus,
  StatusLook
> = {
  drafting: look("running", "Drafting"),
  generating: look("running", "Drafting"),
  draft: look("running", "Drafting"),
  dm_review: look("attention", "Agency review"),
  dm_approved: look("attention", "Passed by the agency"),
  design_pending: look("running", "Pictures being made"),
  client_review: look("attention", "Client review"),
  client_approved: look("done", "Approved"),
  approved: look("done", "Approved"),
  scheduled: look("waiting", "Planned"),
  publishing: look("running", "Publishing"),
  pushing: look("running", "Sending"),
  sending: look("running", "Sending"),
  published: look("done", "Published"),
  pushed: look("done", "In the account, paused"),
  sent: look("done", "Sent"),
  publish_unknown: look("unknown", "Outcome unknown"),
  send_unknown: look("unknown", "Outcome unknown"),
  publish_failed: look("failed", "Publishing failed"),
  rejected: look("failed", "Changes asked"),
  dm_rejected: look("failed", "Changes asked"),
  client_rejected: look("failed", "Changes asked"),
  failed: look("failed", "Failed"),
  archived: look("waiting", "Archived"),
};
/** Work that is done in one go: an audit, an analysis, texts made of another. */
const work: Record<WorkStatus | NarrativeStatus | InsightStatus | RepurposeBatch["status"], StatusLook> = {
  queued: look("waiting", "Queued"),
  pending: look("waiting", "Queued"),
  running: look("running", "Running"),
  generating: look("running", "Being written"),
  done: look("done", "Done"),
  failed: look("failed", "Failed"),
  partly_failed: look("attention", "Partly failed"),
  not_enough_data: look("attention", "Too few numbers"),
};
const health: Record<AdsHealth, StatusLook> = {
  healthy: look("done", "Healthy"),
  needs_attention: look("attention", "Needs attention"),
  critical: look("failed", "Critical"),
};
const severity: Record<SiteSeverity | AnomalySeverity | FindingSeverity, StatusLook> = {
  critical: look("failed", "Critical"),
  warning: look("attention", "Warning"),
  opportunity: look("waiting", "Opportunity"),
  suggestion: look("waiting", "Suggestion"),
  info: look("waiting", "Worth knowing"),
};
const finding = {
  open: look("attention", "Open"),
  fixed: look("done", "Mended"),
  ignored: look("waiting", "Left"),
};
const codeChange: Record<CodeChangeStatus, StatusLook> = {
  preparing: look("running", "Being written"),
  pending_review: look("attention", "Agency review"),
  approved: look("done", "Approved"),
  rejected: look("failed", "Sent back"),
  failed: look("failed", "Failed"),
  pr_open: look("running", "Pull request open"),
  merged: look("done", "On the site"),
  closed: look("waiting", "Closed"),
};
const backlink: Record<OutreachStatus | OpportunityStatus, StatusLook> = {
  prospecting: look("waiting", "Found"),
  outreach_sent: look("running", "Written to"),
  no_response: look("waiting", "No answer"),
  responded: look("attention", "Answered"),
  agreed: look("running", "Agreed"),
  published: look("done", "Link is up"),
  declined: look("waiting", "Declined"),
  opportunity: look("attention", "Open"),
  in_progress: look("running", "Begun"),
  completed: look("done", "Listed"),
  dismissed: look("waiting", "Left out"),
};
const risk = {
  low: look("waiting", "Low risk"),
  medium: look("attention", "Medium risk"),
  high: look("failed", "High risk"),
};

const looks = {
  activity,
  blocked,
  approval,
  flag,
  blog,
  publish,
  claim,
  channel,
  file,
  request,
  run,
  step,
  agent,
  tenant,
  month,
  user,
  version,
  goal,
  task,
  setup,
  lead,
  report,
  campaign,
  batch,
  term,
  review,
  answer,
  piece,
  work,
  health,
  severity,
  finding,
  codeChange,
  backlink,
  risk,
};
export type StatusKind = keyof typeof looks;

/** Word and tone of a status; a status this version does not know is shown as it is, in violet. */
export function statusLook(kind: StatusKind, status: string): StatusLook {
  const table = looks[kind] as Record<string, StatusLook>;
  return table[status] ?? look("unknown", status.replaceAll("_", " "));
}
