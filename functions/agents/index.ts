// Made of the files of this folder by npm run agents:index.
import type { AgentName } from "#schema/agent.ts";
import { actionItemPlanner } from "./action-item-planner.ts";
import { activityPlanner } from "./activity-planner.ts";
import { audienceAnalyst } from "./audience-analyst.ts";
import { backlinkOutreachWriter } from "./backlink-outreach-writer.ts";
import { backlinkResearcher } from "./backlink-researcher.ts";
import { blogAiAgent } from "./blog-ai-agent.ts";
import { blogImageGenerator } from "./blog-image-generator.ts";
import { blogWriter } from "./blog-writer.ts";
import { campaignBriefWriter } from "./campaign-brief-writer.ts";
import { clientResearcher } from "./client-researcher.ts";
import { competitorResearcher } from "./competitor-researcher.ts";
import { contentAuditor } from "./content-auditor.ts";
import { contentBriefWriter } from "./content-brief-writer.ts";
import { contentCritic } from "./content-critic.ts";
import { contentOptimizer } from "./content-optimizer.ts";
import { contentRepurposer } from "./content-repurposer.ts";
import { contextFileWriter } from "./context-file-writer.ts";
import { deliverablePlanner } from "./deliverable-planner.ts";
import type { AgentDescriptor } from "./descriptor/index.ts";
import { emailWriter } from "./email-writer.ts";
import { gbpPostWriter } from "./gbp-post-writer.ts";
import { googleAdsWriter } from "./google-ads-writer.ts";
import { keywordResearcher } from "./keyword-researcher.ts";
import { landingPageWriter } from "./landing-page-writer.ts";
import { linkedinAdsOptimizer } from "./linkedin-ads-optimizer.ts";
import { linkedinAdsWriter } from "./linkedin-ads-writer.ts";
import { metaAdsOptimizer } from "./meta-ads-optimizer.ts";
import { metaAdsWriter } from "./meta-ads-writer.ts";
import { opportunityMatcher } from "./opportunity-matcher.ts";
import { researchNoteWriter } from "./research-note-writer.ts";
import { reviewCampaignOptimizer } from "./review-campaign-optimizer.ts";
import { reviewCampaignWriter } from "./review-campaign-writer.ts";
import { reviewResponseWriter } from "./review-response-writer.ts";
import { searchTermClassifier } from "./search-term-classifier.ts";
import { seoOutreachOptimizer } from "./seo-outreach-optimizer.ts";
import { siteAuditor } from "./site-auditor.ts";
import { socialCalendarPlanner } from "./social-calendar-planner.ts";
import { socialPostDesigner } from "./social-post-designer.ts";
import { socialPostWriter } from "./social-post-writer.ts";
import { socialVideoDesigner } from "./social-video-designer.ts";
import { socialVideoPoller } from "./social-video-poller.ts";
import { strategyWriter } from "./strategy-writer.ts";
import { tenantWebCrawler } from "./tenant-web-crawler.ts";
import { topicResearcher } from "./topic-researcher.ts";
import { websiteCodeFixer } from "./website-code-fixer.ts";
import { websiteCrawler } from "./website-crawler.ts";

/** Every agent of the product. */
export const agents: Record<AgentName, AgentDescriptor> = {
  "action-item-planner": actionItemPlanner,
  "activity-planner": activityPlanner,
  "audience-analyst": audienceAnalyst,
  "backlink-outreach-writer": backlinkOutreachWriter,
  "backlink-researcher": backlinkResearcher,
  "blog-ai-agent": blogAiAgent,
  "blog-image-generator": blogImageGenerator,
  "blog-writer": blogWriter,
  "campaign-brief-writer": campaignBriefWriter,
  "client-researcher": clientResearcher,
  "competitor-researcher": competitorResearcher,
  "content-auditor": contentAuditor,
  "content-brief-writer": contentBriefWriter,
  "content-critic": contentCritic,
  "content-optimizer": contentOptimizer,
  "content-repurposer": contentRepurposer,
  "context-file-writer": contextFileWriter,
  "deliverable-planner": deliverablePlanner,
  "email-writer": emailWriter,
  "gbp-post-writer": gbpPostWriter,
  "google-ads-writer": googleAdsWriter,
  "keyword-researcher": keywordResearcher,
  "landing-page-writer": landingPageWriter,
  "linkedin-ads-optimizer": linkedinAdsOptimizer,
  "linkedin-ads-writer": linkedinAdsWriter,
  "meta-ads-optimizer": metaAdsOptimizer,
  "meta-ads-writer": metaAdsWriter,
  "opportunity-matcher": opportunityMatcher,
  "research-note-writer": researchNoteWriter,
  "review-campaign-optimizer": reviewCampaignOptimizer,
  "review-campaign-writer": reviewCampaignWriter,
  "review-response-writer": reviewResponseWriter,
  "search-term-classifier": searchTermClassifier,
  "seo-outreach-optimizer": seoOutreachOptimizer,
  "site-auditor": siteAuditor,
  "social-calendar-planner": socialCalendarPlanner,
  "social-post-designer": socialPostDesigner,
  "social-post-writer": socialPostWriter,
  "social-video-designer": socialVideoDesigner,
  "social-video-poller": socialVideoPoller,
  "strategy-writer": strategyWriter,
  "tenant-web-crawler": tenantWebCrawler,
  "topic-researcher": topicResearcher,
  "website-code-fixer": websiteCodeFixer,
  "website-crawler": websiteCrawler,
};
