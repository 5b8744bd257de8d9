import { observe as observePost } from "#core/content-audit/rules.ts";
import { observe, scoreOf } from "#core/site-audit/rules.ts";
import type { AgentName, ContextChunk } from "#schema/agent.ts";
import { type RepurposeSource, type RepurposeTarget, repurposePlatforms } from "#schema/repurpose.ts";
import { campaignInputs } from "./golden/campaigns.ts";
import { insightInputs } from "./golden/insights.ts";
import { leadInputs } from "./golden/leads.ts";
import { reportInputs } from "./golden/reports.ts";

/** A company of the golden set: its name, its context file, and the passages of its own documents. */
export interface Company {
  name: string;
  contextFile: string;
  passages: readonly ContextChunk[];
}

type Input = Record<string, unknown>;

/** A post of the company's own passages: a heading for each, with a link and a year that lies far back. */
const bodyOf = ({ name, passages }: Company): string =>
  [
    `In 2019 ${name} began to write down what it knows. Look at [the site](https://www.example.com/gone) as well.`,
    ...passages.slice(0, 5).map(({ text }, at) => `## Part ${at + 1}\n\n${text.replaceAll(/^#+ /gm, "")}`),
  ].join("\n\n");

const rivals = ["north", "south", "west"].map((name) => ({ name: `${name} rival`, domain: `${name}-rival.example` }));

const pagesOf = ({ name, passages }: Company) =>
  passages.slice(0, 12).map(({ text }, index) => ({
    url: `https://www.example.com/${index}`,
    title: `${text.split(/[\n.]/)[0]?.slice(0, 60)} | ${name}`,
    text,
  }));

const research = (company: Company): Input => ({
  tenantName: company.name,
  country: "US",
  plan: "pro",
  industry: "retail",
  crawlPages: pagesOf(company),
  ...(company.passages.length > 0 ? { siteUrl: "https://www.example.com/" } : {}),
});

const types = [
  { type: "keyword_cluster", label: "Keyword Research Cluster", min: 1, max: 1, credits: 1, needs: [] },
  { type: "content_brief", label: "SEO Content Brief", min: 1, max: 8, credits: 1, needs: ["keyword_cluster"] },
  { type: "blog_post", label: "SEO Blog Post", min: 2, max: 8, credits: 2, needs: ["content_brief"] },
  { type: "gbp_post", label: "GBP Post", min: 4, max: 12, credits: 1, needs: [] },
];

const month = {
  planId: "dpl_1",
  periodStart: "2026-06-01",
  periodEnd: "2026-06-30",
  today: "2026-06-01",
  calendar: { workingDays: ["mon", "tue", "wed", "thu", "fri"], blackoutDates: ["2026-06-10"] },
  effectiveCredits: 40,
  templates: types.map(({ type, label, min, credits, needs }, index) => ({
    ...{ id: `dtp_${index}`, type, label, quantity: Math.max(min, 2), platforms: [], priority: 1, credits, needs },
    isPublished: type.endsWith("post"),
  })),
};

const subjectOf = ({ name, passages }: Company) =>
  passages[0]?.text.split("\n")[0]?.slice(0, 80) || `What ${name} does`;
const keywordsOf = ({ name }: Company) => ["", " shop", " prices", " care", " advice"].map((word) => `${name}${word}`);
const variants = (company: Company): Input => ({
  campaignName: subjectOf(company),
  offer: subjectOf(company),
  landingPageUrl: "https://www.example.com/",
});

/** What the repurposer gets to make texts of some kinds from one of the company's own. */
export const repurposedFrom = (
  company: Company,
  sourceType: RepurposeSource,
  types: readonly RepurposeTarget[],
): Input => ({
  ...{ batchId: "rpb_1", sourceType, sourceTitle: subjectOf(company), sourceVersion: 2 },
  sourceContent: company.passages
    .slice(0, 6)
    .map(({ text }) => text)
    .join("\n\n"),
  ...{ keywords: keywordsOf(company), websiteUrl: "https://www.example.com/" },
  targetFormats: types
    .flatMap((type) =>
      (repurposePlatforms[type] ?? [type === "thread" ? "x" : undefined]).map((platform) => ({ type, platform })),
    )
    .map((target, at) => ({ ...target, activityId: `act_${at + 1}` })),
});

/** The golden inputs of agents, made for one company. */
export const goldenInputs: Partial<Record<AgentName, (company: Company) => Input>> = {
  ...reportInputs,
  ...insightInputs,
  ...leadInputs,
  "client-researcher": research,
  "competitor-researcher": (company) => ({ ...research(company), knownCompetitors: rivals, ownDomain: "example.com" }),
  "context-file-writer": ({ name, passages }) => ({
    tenantName: name,
    clientNotes: `# Notes\n\n## Company\n\n${passages[0]?.text.slice(0, 400) ?? `${name} is new.`}`,
    competitorNotes: "Not researched.",
    offerings: passages
      .slice(0, 3)
      .map(({ text }, index) => ({ name: `Offer ${index}`, description: text.slice(0, 200) })),
    wizard: { voice: { tone: ["warm"], donts: ["Do not promise results."] } },
  }),
  "strategy-writer": ({ name, contextFile }) => ({
    tenantName: name,
    approvedContextFile: contextFile,
    businessGoals: ["More enquiries from people nearby"],
    planType: "pro",
    currentChannels: [
      { type: "website", name: "Site", connected: true },
      { type: "wordpress", name: "Blog", connected: false },
    ],
    baseline: { traffic: { organicSessions: 1_200 } },
  }),
  "deliverable-planner": ({ contextFile }) => ({
    approvedStrategy: contextFile,
    planType: "pro",
    creditsPerMonth: 50,
    types,
    startsOn: "2026-06-01",
    smartGoals: [{ goal: "More visits", metric: "sessions", unit: "sessions", target: 1_500, months: 6 }],
  }),
  "action-item-planner": ({ contextFile }) => ({
    approvedStrategy: contextFile,
    planType: "pro",
    gaps: ["Prices are not named.", "There are no voices of customers."],
    doers: [{ name: "human", credits: 0 }],
  }),
  "activity-planner": () => month,
  "keyword-researcher": ({ name, passages }) => ({
    topic: passages[0]?.text.split("\n")[0]?.slice(0, 80) || name,
    country: "US",
    groups: 2,
  }),
  "email-writer": (company) => ({ topic: subjectOf(company), links: ["https://www.example.com/"] }),
  "landing-page-writer": (company) => ({ offer: subjectOf(company), audience: "people who buy for the first time" }),
  "google-ads-writer": (company) => ({
    campaignName: subjectOf(company),
    landingPageUrl: "https://www.example.com/",
    targetKeywords: keywordsOf(company),
  }),
  "meta-ads-writer": variants,
  "linkedin-ads-writer": (company) => ({ ...variants(company), angles: 5 }),
  "content-repurposer": (company) =>
    repurposedFrom(company, "blog_post", ["email_newsletter", "landing_page", "ad_copy"]),
  "blog-ai-agent": (company) => ({
    blogPostId: "blg_1",
    title: subjectOf(company),
    body: `${company.passages[0]?.text.slice(0, 1_500) ?? ""}\n\nWe utilize what we have. It is very plain. It says one thing.`,
    action: "simplify",
    instruction: "Make it easier to read.",
  }),
  "social-calendar-planner": () => ({
    ...{ month: "2026-06", startsOn: "2026-06-02", connectedPlatforms: ["instagram", "linkedin", "x"] },
    volumeTargets: { instagram: 8, linkedin: 4, x: 3 },
    constraints: {
      promotionalCapPct: 30,
      blackoutDates: ["2026-06-10"],
      pinnedDates: [{ date: "2026-06-21", event: "Midsummer" }],
    },
  }),
  "social-post-writer": ({ name, passages }) => ({
    platform: "instagram",
    calendarItem: {
      ...{ contentType: "educational", format: "carousel" },
      topicAngle: passages[0]?.text.split("\n")[0]?.slice(0, 120) || `The work of ${name}`,
    },
    linkUrl: "https://www.example.com/",
  }),
  "site-auditor": (company) => {
    const crawled = pagesOf(company).map((page, at) => ({
      ...{ url: page.url, title: at % 3 === 0 ? null : page.title, metaDescription: null, h1: page.title },
      ...{ canonical: null, httpStatus: at === 4 ? 404 : 200, wordCount: page.text.split(" ").length },
      ...{ linksIn: at, linksOut: 3, schemaTypes: [], flags: [], textSha256: null },
    }));
    const observations = observe(crawled, "https://www.example.com/0");
    return {
      clientDomain: "example.com",
      previousAuditDate: "2026-05-01",
      previousScore: 61,
      crawlSummary: {
        ...{ crawledOn: "2026-05-28", pages: crawled.length, failedPages: 1, observations },
        urls: crawled.map(({ url }) => url),
        score: scoreOf(observations, crawled.length),
      },
    };
  },
  "backlink-researcher": (company) => ({
    ...{ clientDomain: "example.com", clientNiche: "lamps and their repair" },
    contentAssets: [
      ...pagesOf(company),
      { url: "https://www.example.com/", title: company.name, text: "The start page of the company." },
    ]
      .slice(0, 20)
      .map(({ url, title, text }) => ({ url, title, description: text.slice(0, 150), assetType: "guide" })),
    excludeDomains: ["north-rival.example"],
  }),
  "website-crawler": ({ name }) => ({
    ...{ backlinkId: "bkl_1", campaignId: "cmp_1", domain: "reader.example" },
    extract: `https://reader.example/contact\nWrite to editor@reader.example about ${name}, to jobs@reader.example about work.`,
    addresses: ["jobs@reader.example", "editor@reader.example"],
    contactPageUrl: "https://reader.example/contact",
    ...{ isReachable: true, hasCaptcha: false, isBlocked: false },
  }),
  "backlink-outreach-writer": (company) => {
    const [page] = pagesOf(company);
    return {
      prospect: {
        ...{ sourceDomain: "reader.example", sourceUrl: "https://reader.example/links", prospectType: "resource-page" },
        pitchRationale: "Their page of links leads readers to further material on the same subject.",
      },
      asset: {
        url: page?.url ?? "https://www.example.com/",
        title: page?.title ?? company.name,
        description: page?.text.split("\n\n")[1]?.slice(0, 200) ?? "",
      },
      sender: { name: "Pat Doe", role: "part of the team", company: company.name },
    };
  },
  "opportunity-matcher": () => ({
    directories: [
      { id: "bdr_1", name: "Shops of the land", industries: ["retail"], region: "US", domainRating: 70 },
      { id: "bdr_2", name: "Everybody's list", industries: [], region: "", domainRating: 80 },
      { id: "bdr_3", name: "Farmers abroad", industries: ["farming"], region: "FR", domainRating: 40 },
    ].map((one) => ({
      ...{ ...one, url: `https://${one.id.replace("_", "-")}.example/`, category: "business_directory" },
      ...{ linkType: "nofollow", cost: "free" },
    })),
    profile: { industry: "retail", country: "US", audience: "people at home" },
  }),
  "topic-researcher": ({ name }) => ({
    ...{ industry: "retail", niche: "lamps and their repair", targetAudience: "people at home" },
    ...{ currentMonth: "June", currentSeason: "summer", hemisphere: "north", count: 12 },
    contentGoals: [`More readers for ${name}`],
    recentTopics: ["How to choose a lamp that suits your needs", "Questions worth asking a seller of rugs"],
    excludeTopics: ["Myths around lamps that deserve a second look"],
  }),
  "research-note-writer": ({ name, passages }) => ({
    topicId: "rsn_1#1",
    workingTitle: passages[0]?.text.split("\n")[0]?.slice(0, 80) || `What ${name} does`,
    angle: "What people ask before they decide.",
  }),
  "content-auditor": (company) => {
    const post = {
      title: company.passages[0]?.text.split("\n")[0]?.slice(0, 80) || `What ${company.name} does`,
      bodyMarkdown: bodyOf(company),
      targetKeyword: "care",
      publishedOn: "2024-03-01",
    };
    const scope = {
      ...{ freshness: true, thinSections: true, cannibalisation: true },
      ...{ internalLinks: true, aiSearchStructure: true },
    };
    const others = [{ title: "Care through the year", targetKeyword: "care" }];
    const around = { today: "2026-06-01", others, pages: ["https://www.example.com/0"], host: "example.com" };
    const observed = observePost({ ...post, briefed: [], unsupported: [] }, around, scope);
    return { blogPostId: "blg_1", scope, ...post, others, observed };
  },
  "content-optimizer": (company) => ({
    kind: "blog_post",
    title: `What ${company.name} knows of care`,
    text: bodyOf(company),
    primaryKeyword: "care",
    secondaryKeywords: ["cleaning", "repair"],
  }),
  ...campaignInputs,
  "gbp-post-writer": () => ({ month: "2026-06", websiteUrl: "https://www.example.com/", sequence: 2 }),
};
