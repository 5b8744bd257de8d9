import { expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import { type AgentName, isTextTier } from "#schema/agent.ts";
import { envelope } from "./corpus.ts";
import { largestInputOf } from "./largest.ts";

const mark = "zqmarkzq";
const insight = "channelName channelType period";
const optimiser = "campaignName goal currency";

/**
 * What stands in a prompt as the house's own words, whose addresses tools may open: people of the client or the agency wrote it,
 * or it is of a closed list. What others wrote (pages, reviews, leads, terms, mails, briefs made of them) is never among it.
 */
const ownWords: Record<string, string> = {
  "action-item-planner": "connectedChannels[] doers[].name openItems[]",
  "activity-planner":
    "periodEnd templates[].id templates[].type templates[].label templates[].platforms[] actionItems[].id actionItems[].title actionItems[].description actionItems[].type pillars[] calendar.workingDays[] calendar.blackoutDates[]",
  "ads-analyst":
    "dateRange.from dateRange.to comparisonRange.from comparisonRange.to campaignGoals.primaryGoal budget.totalMonthly.currency total.costPerResult total.ctrPct total.roas previousTotal.costPerResult previousTotal.ctrPct previousTotal.roas",
  "anomaly-detector": "reportPeriod periodStart periodEnd",
  "audience-analyst": "platforms[] campaignType country",
  "backlink-outreach-writer": "prospect.sourceDomain sender.name sender.role sender.company",
  "backlink-researcher": "clientDomain clientNiche focusTypes[]",
  "billing-agent": "message",
  "blog-ai-agent": "title action",
  "blog-writer": "topic targetKeyword publishTarget audience",
  "brand-narrative-analyst":
    "period brand aggregates.trend aggregates.platforms[].key aggregates.types[].key aggregates.voices[].name",
  "campaign-brief-writer": "name type goal channels[] budget.currency startDate endDate allowedTypes[]",
  "chat-analyst": "message",
  "chat-executor": "message verbs[].verb verbs[].does",
  "client-researcher": "tenantName siteUrl country industry",
  "competitor-researcher": "tenantName country industry ownDomain knownCompetitors[].name knownCompetitors[].domain",
  "content-auditor": "targetKeyword publishedOn",
  "content-brief-writer":
    "topic audience keywordCluster.primaryKeyword keywordCluster.secondaryKeywords[] keywordCluster.lsiTerms[] keywordData[].keyword keywordData[].volume keywordData[].difficulty keywordData[].intent contentGoal targetUrl",
  "content-critic": "kind contextDigest bannedWords[]",
  "content-optimizer": "kind title",
  "content-repurposer":
    "sourceType keywords[] websiteUrl targetFormats[].type targetFormats[].platform targetFormats[].activityId",
  "context-file-writer":
    "tenantName channels[] wizard.voice.tone[] wizard.voice.personality wizard.voice.style wizard.voice.dos[] wizard.voice.donts[] wizard.voice.bannedWords[]",
  "custom-report-writer": "label startDate endDate company",
  "data-analyst": "",
  "deliverable-planner":
    "planType connectedChannels[] budgetHint.currency existingDeliverables[].type existingDeliverables[].platforms[] types[].type types[].label startsOn",
  "email-writer": "campaignGoal topic targetSegment keyOffer performanceHint links[]",
  "facebook-page-insights": insight,
  "gbp-post-writer":
    "month postType topic offerDetails.title offerDetails.startDate offerDetails.endDate offerDetails.discount offerDetails.coupon eventDetails.title eventDetails.date eventDetails.time eventDetails.url websiteUrl",
  "google-ads-insights": insight,
  "google-ads-writer": "campaignName campaignGoal targetKeywords[] landingPageUrl geographicTarget",
  "google-analytics-insights": insight,
  "google-business-profile-insights": insight,
  "google-search-console-insights": insight,
  "instagram-insights": insight,
  "keyword-researcher": "topic targetAudience country contentGoal",
  "landing-page-insights": insight,
  "landing-page-writer": "offer audience primaryKeyword ctaUrl",
  "lead-enricher": "emailDomain",
  "lead-followup-writer": "purpose sender",
  "linkedin-ads-optimizer": optimiser,
  "linkedin-ads-writer": "campaignName objective audience offer landingPageUrl",
  "linkedin-insights": insight,
  "meta-ads-insights": insight,
  "meta-ads-optimizer": optimiser,
  "meta-ads-writer": "campaignName objective audience offer landingPageUrl",
  "opportunity-matcher": "profile.industry profile.country profile.city profile.audience",
  "report-writer": "monthName company",
  "research-note-writer": "workingTitle angle targetAudience researchDepth",
  "review-campaign-optimizer": optimiser,
  "review-campaign-writer": "channels[] locationName reviewUrl tone",
  "review-response-writer": "platform reviewDate locationName",
  "search-term-classifier": "campaignName campaignGoal",
  "seo-outreach-optimizer": optimiser,
  "site-auditor": "clientDomain previousAuditDate focusAreas[] crawlSummary.crawledOn",
  "social-calendar-planner": "month startsOn",
  "social-post-writer":
    "calendarItem.contentType calendarItem.format calendarItem.topicAngle calendarItem.theme calendarItem.notesForWriter account linkUrl",
  "strategy-writer":
    "tenantName approvedContextFile businessGoals[] currentChannels[].type currentChannels[].name planType baseline.first.first",
  "topic-researcher":
    "industry niche targetAudience contentGoals[] currentMonth currentSeason hemisphere preferredAngles[]",
  "website-code-fixer": "",
  "website-crawler": "domain",
  "website-insights": insight,
};

type Setting = (whole: unknown) => unknown;

/** Every place of a value where a text stands, and how to mark it; of a list, the first entry stands for all. */
function* places(value: unknown, path = ""): Generator<[path: string, marked: Setting]> {
  if (typeof value === "string") yield [path, () => `${value} ${mark}`];
  else if (Array.isArray(value))
    for (const [inner, set] of places(value[0], `${path}[]`))
      yield [inner, (whole) => [set((whole as unknown[])[0]), ...(whole as unknown[]).slice(1)]];
  else if (value && typeof value === "object")
    for (const [key, item] of Object.entries(value))
      for (const [inner, set] of places(item, path ? `${path}.${key}` : key))
        yield [inner, (whole) => ({ ...(whole as object), [key]: set((whole as Record<string, unknown>)[key]) })];
}

const names = (Object.keys(agents) as AgentName[]).filter((name) => isTextTier(agents[name].tier));
const given = envelope({ contextFile: "", chunks: [] });

test.each(names)("%s takes nobody else's words for the house's own", (name) => {
  const { prompt } = agents[name];
  const whole = largestInputOf(name);
  const own = [...places(whole)].flatMap(([path, marked]) => {
    const parts = partsOf(() => prompt(marked(whole) as never, given));
    return parts.some((part) => !part.untrusted && `${part.name} ${part.text}`.includes(mark)) ? [path] : [];
  });
  expect(own.join(" ")).toBe(ownWords[name] ?? "");
});

// A date or a name of a list is none any more once it is marked: it cannot carry words.
function partsOf<T>(parts: () => T[]): T[] {
  try {
    return parts();
  } catch {
    return [];
  }
}
