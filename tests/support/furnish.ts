import { contentHash } from "#core/blog/content.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { insertCampaigns } from "./furnish-campaigns.ts";
import { insertInsights } from "./furnish-insights.ts";
import { insertKnowledge } from "./furnish-knowledge.ts";
import { insertLeads } from "./furnish-leads.ts";
import { insertMemory } from "./furnish-memory.ts";
import { insertPeople, insertWebsite } from "./furnish-people.ts";
import { insertPieces } from "./furnish-pieces.ts";
import { insertManualTask, insertPlan } from "./furnish-plan.ts";
import { insertQuality } from "./furnish-quality.ts";
import { insertReports } from "./furnish-reports.ts";
import { insertSocial } from "./furnish-social.ts";
import type { TestTenant } from "./tenant.ts";

/** Ids of one thing of every kind that a tenant can have. */
export interface Things {
  request: string;
  draftRequest: string;
  activity: string;
  run: string;
  blogPost: string;
  claim: string;
  requestApproval: string;
  dmApproval: string;
  clientApproval: string;
  expiredApproval: string;
  apiKey: string;
  agentKey: string;
  skill: string;
  platformSkill: string;
  approvalLink: string;
  publishAttempt: string;
  comment: string;
  website: string;
  crawl: string;
  webPage: string;
  dataset: string;
  datasetFile: string;
  chunk: string;
  upload: string;
  channel: string;
  delivery: string;
  notification: string;
  contentBrief: string;
  tenant: string;
  member: string;
  person: string;
  invitation: string;
  deliverablePlan: string;
  planMonth: string;
  goal: string;
  actionItem: string;
  manualTask: string;
  landingPage: string;
  newsletter: string;
  adCopy: string;
  gbpPost: string;
  repurposeBatch: string;
  socialPost: string;
  media: string;
  backlink: string;
  campaignEmail: string;
  siteAudit: string;
  researchNote: string;
  agentMemory: string;
  visibilityPrompt: string;
  report: string;
  reportSchedule: string;
  adsAnalysis: string;
  measuredChannel: string;
  channelInsight: string;
  recommendation: string;
  anomaly: string;
  lead: string;
  contact: string;
  contactSegment: string;
  leadEmail: string;
  nurtureSequence: string;
  chatThread: string;
  chatAction: string;
  campaign: string;
  review: string;
  reviewResponse: string;
  recommendationBatch: string;
  searchTerm: string;
  campaignRecommendation: string;
  codeChange: string;
  siteFinding: string;
}

export const title = "A post that only its owners may see";
const body = "This sentence is only for its owners. ".repeat(10);

/** Puts one thing of every kind into a tenant, in states in which people could act on them. */
export function furnish(tenant: TestTenant): Promise<Things> {
  return asPlatform(async (tx) => {
    const work = await insertWork(tx, tenant);
    const content = await insertContent(tx, tenant, work);
    const knowledge = await insertKnowledge(tx, tenant);
    const told = await insertNotices(tx, tenant, content.blogPost);
    const machines = await insertMachines(tx, tenant, content.clientApproval);
    const people = await insertPeople(tx, tenant);
    const site = await insertWebsite(tx, tenant);
    const planned = {
      ...(await insertPlan(tx, tenant)),
      manualTask: await insertManualTask(tx, tenant.id),
      ...(await insertPieces(tx, tenant, content.blogPost)),
      ...(await insertSocial(tx, tenant)),
      ...(await insertMemory(tx, tenant, content.blogPost)),
      ...(await insertInsights(tx, tenant)),
      ...(await insertLeads(tx, tenant)),
    };
    const quality = await insertQuality(tx, tenant, content.blogPost);
    const judged = {
      ...quality,
      ...(await insertReports(tx, tenant, work.activity)),
      ...(await insertCampaigns(tx, tenant, quality.siteAudit)),
    };
    const own = { dataset: tenant.datasetId, channel: tenant.channelId, tenant: tenant.id };
    return {
      ...work,
      ...content,
      ...knowledge,
      ...told,
      ...machines,
      ...people,
      ...site,
      ...planned,
      ...judged,
      ...own,
    };
  });
}

/** Bytes and meaning of what waits for approval. */
export function presentHash(channelId: string): string {
  return contentHash({ ...fields(), channelId });
}

function fields() {
  return {
    title,
    slug: "only-for-owners",
    body,
    excerpt: "Only for its owners",
    targetKeyword: "owners only",
    metaTitle: "Only for its owners",
    metaDescription: "A description that is long enough to pass and that only the owners may read here.",
  };
}

async function insertWork(tx: Tx, { id: tenantId, people }: TestTenant) {
  const activity = newId("activity");
  const [request, draftRequest, run] = [newId("blogRequest"), newId("blogRequest"), newId("run")];
  const requestedBy = `user:${people.TM.userId}`;
  const topic = "A topic that only its owners know";
  await tx
    .insertInto("blogRequests")
    .values([
      { tenantId, id: request, topic, status: "submitted", requestedBy },
      { tenantId, id: draftRequest, topic, status: "draft", requestedBy },
    ])
    .execute();
  await tx
    .insertInto("activities")
    .values({
      tenantId,
      id: activity,
      ref: "ACT-2601-001",
      type: "blog_post",
      title,
      doer: "blog-writer",
      status: "awaiting_approval",
      input: JSON.stringify({ requestId: request }),
    })
    .execute();
  const agent = await tx
    .selectFrom("agents")
    .select("currentVersionId")
    .where("name", "=", "blog-writer")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("agentRuns")
    .values({
      tenantId,
      id: run,
      activityId: activity,
      agent: "blog-writer",
      agentVersionId: agent.currentVersionId ?? "",
      adapter: "offline",
      model: "offline-extractive",
      tier: "standard",
      status: "queued",
      wakeReason: "new_task",
      traceId: "req_test",
    })
    .execute();
  const requestApproval = await insertApproval(tx, tenantId, {
    kind: "content_request",
    subject: { type: "content_request", id: request },
    stage: "dm",
    contentHash: sha256(JSON.stringify([topic, null, null, null, null, null, null])),
    requestedBy,
  });
  return { request, draftRequest, activity, run, requestApproval };
}

async function insertContent(tx: Tx, { id: tenantId, channelId }: TestTenant, work: { activity: string; run: string }) {
  const [contentBrief, blogPost, claim] = [newId("contentBrief"), newId("blogPost"), newId("claim")];
  const hash = presentHash(channelId);
  const brief = { title, targetKeyword: "owners only", wordCount: 900, searchIntent: "informational", angle: "ours" };
  await tx
    .insertInto("contentBriefs")
    .values({ tenantId, id: contentBrief, ...brief, outline: JSON.stringify([]), goal: "new_blog_post" })
    .execute();
  await tx
    .insertInto("blogPosts")
    .values({
      tenantId,
      id: blogPost,
      ...fields(),
      briefId: contentBrief,
      status: "dm_review",
      version: 1,
      contentHash: hash,
      channelId,
      activityId: work.activity,
    })
    .execute();
  const versioned = { tenantId, subjectType: "blog_post", subjectId: blogPost, version: 1 };
  await tx
    .insertInto("contentVersions")
    .values({
      ...versioned,
      id: newId("contentVersion"),
      content: JSON.stringify(fields()),
      sha256: hash,
      author: `agent:${work.run}`,
      authorKind: "agent",
      runId: work.run,
    })
    .execute();
  await tx
    .insertInto("claims")
    .values({ ...versioned, id: claim, startOffset: 0, endOffset: 37, text: body.slice(0, 37), support: "unsupported" })
    .execute();
  const subject = { type: "blog_post", id: blogPost };
  const approval = { kind: "blog_post", subject, contentHash: hash, requestedBy: `agent:${work.run}` };
  const dmApproval = await insertApproval(tx, tenantId, { ...approval, stage: "dm" });
  const clientApproval = await insertApproval(tx, tenantId, { ...approval, stage: "client" });
  const expiredApproval = await insertApproval(tx, tenantId, { ...approval, stage: "client" }, "expired");
  const [publishAttempt, comment] = [newId("publishAttempt"), newId("comment")];
  await tx
    .insertInto("publishAttempts")
    .values({
      ...versioned,
      id: publishAttempt,
      contentHash: hash,
      approvalId: dmApproval,
      channelId,
      target: "blog",
      mode: "publish",
      status: "unknown",
      attemptKey: sha256(blogPost),
      payload: JSON.stringify({ title, slug: "only-for-owners", html: body, excerpt: "", metaDescription: "" }),
      publishAt: new Date(),
    })
    .execute();
  const author = `user:${newId("user")}`;
  await tx
    .insertInto("comments")
    .values({ ...versioned, id: comment, body: "Only for owners", visibility: "internal", author })
    .execute();
  return { contentBrief, blogPost, claim, dmApproval, clientApproval, expiredApproval, publishAttempt, comment };
}

async function insertNotices(tx: Tx, { id: tenantId, people }: TestTenant, postId: string) {
  const [notification, delivery] = [newId("notification"), newId("delivery")];
  const about = { event: "content.published", subjectType: "blog_post", subjectId: postId };
  const { userId, email } = people.TA;
  await tx
    .insertInto("notifications")
    .values({ tenantId, id: notification, userId, ...about, title, body: "Only for owners" })
    .execute();
  await tx
    .insertInto("notificationDeliveries")
    .values({
      tenantId,
      id: delivery,
      userId,
      ...about,
      address: email,
      channel: "email",
      templateSlug: "content-published",
      status: "queued",
      dedupeKey: delivery,
      notificationId: notification,
    })
    .execute();
  return { notification, delivery };
}

async function insertMachines(tx: Tx, { id: tenantId }: TestTenant, approvalId: string) {
  const [apiKey, agentKey, approvalLink] = [newId("apiKey"), newId("agentKey"), newId("approvalLink")];
  const [skill, platformSkill] = [newId("tenantSkill"), newId("skill")];
  const name = `skill-${platformSkill.slice(-12).toLowerCase()}`;
  await tx
    .insertInto("skills")
    .values({ id: platformSkill, name, description: "Use never.", body: "For nobody.", enabled: false })
    .execute();
  await tx
    .insertInto("tenantSkills")
    .values({ tenantId, id: skill, name: "owners-tone", description: "Use for owners.", body: "Only for its owners." })
    .execute();
  const known = { name: "Till", prefix: "lm_live", last4: "abcd", scopes: ["blog:read"], ratePerMinute: 60 };
  await tx
    .insertInto("apiKeys")
    .values({ tenantId, id: apiKey, ...known, keyHash: sha256(apiKey) })
    .execute();
  const contact = { contactName: "Pat", contactEmail: "pat@client.test", canDecide: true };
  const expiresAt = new Date(Date.now() + 3_600_000);
  await tx
    .insertInto("approvalLinks")
    .values({ tenantId, id: approvalLink, approvalId, ...contact, tokenHash: sha256(approvalLink), expiresAt })
    .execute();
  await tx.insertInto("approvalLinkItems").values({ tenantId, approvalLinkId: approvalLink, approvalId }).execute();
  await tx
    .insertInto("agentKeys")
    .values({ tenantId, id: agentKey, agent: "blog-writer", name: "Writer", keyHash: sha256(agentKey) })
    .execute();
  return { apiKey, agentKey, approvalLink, skill, platformSkill };
}

async function insertApproval(
  tx: Tx,
  tenantId: string,
  approval: {
    kind: string;
    subject: { type: string; id: string };
    stage: string;
    contentHash: string;
    requestedBy: string;
  },
  status = "pending",
): Promise<string> {
  const id = newId("approval");
  const { subject, ...rest } = approval;
  await tx
    .insertInto("approvals")
    .values({
      tenantId,
      id,
      ...rest,
      subjectType: subject.type,
      subjectId: subject.id,
      subjectVersion: 1,
      risk: "medium",
      status,
      expiresAt: new Date(Date.now() + (status === "expired" ? -1 : 24) * 3_600_000),
    })
    .execute();
  return id;
}
