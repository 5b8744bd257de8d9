// Made of the files of this folder by npm run agents:index.
import type { AgentName } from "#schema/agent.ts";
import { actionItemPlanner } from "./action-item-planner.ts";
import { activityPlanner } from "./activity-planner.ts";
import { adsAnalyst } from "./ads-analyst.ts";
import { adsPublisher } from "./ads-publisher.ts";
import { aiVisibilityMonitor } from "./ai-visibility-monitor.ts";
import { anomalyDetector } from "./anomaly-detector.ts";
import { audienceAnalyst } from "./audience-analyst.ts";
import { backlinkOutreachWriter } from "./backlink-outreach-writer.ts";
import { backlinkResearcher } from "./backlink-researcher.ts";
import { billingAgent } from "./billing-agent.ts";
import { blogAiAgent } from "./blog-ai-agent.ts";
import { blogImageGenerator } from "./blog-image-generator.ts";
import { blogPublisher } from "./blog-publisher.ts";
import { blogWriter } from "./blog-writer.ts";
import { brandNarrativeAnalyst } from "./brand-narrative-analyst.ts";
import { campaignBriefWriter } from "./campaign-brief-writer.ts";
import { chatAnalyst } from "./chat-analyst.ts";
import { chatExecutor } from "./chat-executor.ts";
import { clientResearcher } from "./client-researcher.ts";
import { competitorResearcher } from "./competitor-researcher.ts";
import { contentAuditor } from "./content-auditor.ts";
import { contentBriefWriter } from "./content-brief-writer.ts";
import { contentCritic } from "./content-critic.ts";
import { contentOptimizer } from "./content-optimizer.ts";
import { contentRepurposer } from "./content-repurposer.ts";
import { contextFileWriter } from "./context-file-writer.ts";
import { customReportWriter } from "./custom-report-writer.ts";
import { dataAnalyst } from "./data-analyst.ts";
import { deliverablePlanner } from "./deliverable-planner.ts";
import type { AgentDescriptor } from "./descriptor/index.ts";
import { emailWriter } from "./email-writer.ts";
import { facebookPageInsights } from "./facebook-page-insights.ts";
import { gbpPostWriter } from "./gbp-post-writer.ts";
import { gbpPublisher } from "./gbp-publisher.ts";
import { googleAdsInsights } from "./google-ads-insights.ts";
import { googleAdsWriter } from "./google-ads-writer.ts";
import { googleAnalyticsInsights } from "./google-analytics-insights.ts";
import { googleBusinessProfileInsights } from "./google-business-profile-insights.ts";
import { googleSearchConsoleInsights } from "./google-search-console-insights.ts";
import { hubspotSync } from "./hubspot-sync.ts";
import { instagramInsights } from "./instagram-insights.ts";
import { keywordResearcher } from "./keyword-researcher.ts";
import { landingPageInsights } from "./landing-page-insights.ts";
import { landingPageWriter } from "./landing-page-writer.ts";
import { leadEnricher } from "./lead-enricher.ts";
import { leadFollowupWriter } from "./lead-followup-writer.ts";
import { linkedinAdsOptimizer } from "./linkedin-ads-optimizer.ts";
import { linkedinAdsWriter } from "./linkedin-ads-writer.ts";
import { linkedinInsights } from "./linkedin-insights.ts";
import { metaAdsInsights } from "./meta-ads-insights.ts";
import { metaAdsOptimizer } from "./meta-ads-optimizer.ts";
import { metaAdsWriter } from "./meta-ads-writer.ts";
import { newsletterPublisher } from "./newsletter-publisher.ts";
import { opportunityMatcher } from "./opportunity-matcher.ts";
import { reportWriter } from "./report-writer.ts";
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
import { socialPublisher } from "./social-publisher.ts";
import { socialVideoDesigner } from "./social-video-designer.ts";
import { socialVideoPoller } from "./social-video-poller.ts";
import { strategyWriter } from "./strategy-writer.ts";
import { tenantWebCrawler } from "./tenant-web-crawler.ts";
import { topicResearcher } from "./topic-researcher.ts";
import { websiteCodeFixer } from "./website-code-fixer.ts";
import { websiteCrawler } from "./website-crawler.ts";
import { websiteInsights } from "./website-insights.ts";

/** Every agent of the product. */
export const agents: Record<AgentName, AgentDescriptor> = {
  "action-item-planner": actionItemPlanner,
  "activity-planner": activityPlanner,
  "ads-analyst": adsAnalyst,
  "ads-publisher": adsPublisher,
  "ai-visibility-monitor": aiVisibilityMonitor,
  "anomaly-detector": anomalyDetector,
  "audience-analyst": audienceAnalyst,
  "backlink-outreach-writer": backlinkOutreachWriter,
  "backlink-researcher": backlinkResearcher,
  "billing-agent": billingAgent,
  "blog-ai-agent": blogAiAgent,
  "blog-image-generator": blogImageGenerator,
  "blog-publisher": blogPublisher,
  "blog-writer": blogWriter,
  "brand-narrative-analyst": brandNarrativeAnalyst,
  "campaign-brief-writer": campaignBriefWriter,
  "chat-analyst": chatAnalyst,
  "chat-executor": chatExecutor,
  "client-researcher": clientResearcher,
  "competitor-researcher": competitorResearcher,
  "content-auditor": contentAuditor,
  "content-brief-writer": contentBriefWriter,
  "content-critic": contentCritic,
  "content-optimizer": contentOptimizer,
  "content-repurposer": contentRepurposer,
  "context-file-writer": contextFileWriter,
  "custom-report-writer": customReportWriter,
  "data-analyst": dataAnalyst,
  "deliverable-planner": deliverablePlanner,
  "email-writer": emailWriter,
  "facebook-page-insights": facebookPageInsights,
  "gbp-post-writer": gbpPostWriter,
  "gbp-publisher": gbpPublisher,
  "google-ads-insights": googleAdsInsights,
  "google-ads-writer": googleAdsWriter,
  "google-analytics-insights": googleAnalyticsInsights,
  "google-business-profile-insights": googleBusinessProfileInsights,
  "google-search-console-insights": googleSearchConsoleInsights,
  "hubspot-sync": hubspotSync,
  "instagram-insights": instagramInsights,
  "keyword-researcher": keywordResearcher,
  "landing-page-insights": landingPageInsights,
  "landing-page-writer": landingPageWriter,
  "lead-enricher": leadEnricher,
  "lead-followup-writer": leadFollowupWriter,
  "linkedin-ads-optimizer": linkedinAdsOptimizer,
  "linkedin-ads-writer": linkedinAdsWriter,
  "linkedin-insights": linkedinInsights,
  "meta-ads-insights": metaAdsInsights,
  "meta-ads-optimizer": metaAdsOptimizer,
  "meta-ads-writer": metaAdsWriter,
  "newsletter-publisher": newsletterPublisher,
  "opportunity-matcher": opportunityMatcher,
  "report-writer": reportWriter,
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
  "social-publisher": socialPublisher,
  "social-video-designer": socialVideoDesigner,
  "social-video-poller": socialVideoPoller,
  "strategy-writer": strategyWriter,
  "tenant-web-crawler": tenantWebCrawler,
  "topic-researcher": topicResearcher,
  "website-code-fixer": websiteCodeFixer,
  "website-crawler": websiteCrawler,
  "website-insights": websiteInsights,
};
