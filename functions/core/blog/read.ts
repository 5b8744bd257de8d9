import * as Approval from "#core/approval/index.ts";
import * as Paging from "#core/page/index.ts";
import * as Person from "#core/person/index.ts";
import { latestAttempt } from "#core/publish/read.ts";
import { current, may, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sql, transaction } from "#platform/db.ts";
import type { BlogListItem, BlogPost, BlogStatus, BlogSuggestions, CriticResult } from "#schema/blog.ts";
import { blogMachine } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";
import { allows } from "#schema/machine.ts";
import type { Page, PageQuery } from "#schema/page.ts";

const { iso } = Paging;

export interface Filter extends PageQuery {
  status?: BlogStatus[] | undefined;
  q?: string | undefined;
  /** First and last day of making, in the tenant's time zone. */
  from?: string | undefined;
  to?: string | undefined;
  updatedSince?: string | undefined;
  sort: "-updatedAt" | "-createdAt" | "title";
}

const listed = [
  "id",
  "tenantId",
  "title",
  "slug",
  "targetKeyword",
  "status",
  "version",
  "wordCount",
  "brandScore",
  "publishedUrl",
  "publishedAt",
  "scheduledFor",
  "createdAt",
  "updatedAt",
] as const;

const madeOn = sql<string>`(created_at at time zone (select timezone from tenants where id = tenant_id))::date`;

/** Posts of the tenant at work. */
export async function list(filter: Filter): Promise<Page<BlogListItem>> {
  const { status, q, from, to, updatedSince, sort } = filter;
  const scope = JSON.stringify(["blogs", tenant(), status, q, from, to, updatedSince, sort]);
  const position = Paging.decode(scope, filter.cursor) as [string, string] | undefined;
  const column = filter.sort === "title" ? "title" : filter.sort === "-createdAt" ? "createdAt" : "updatedAt";
  const ascending = filter.sort === "title";
  const rows = await transaction((tx) => {
    let query = tx
      .selectFrom("blogPosts")
      .select(listed)
      .where("tenantId", "=", tenant())
      .where("deletedAt", "is", null);
    query = filter.status ? query.where("status", "in", filter.status) : query.where("status", "!=", "archived");
    if (filter.q) {
      const like = Paging.like(filter.q);
      query = query.where((eb) => eb.or([eb("title", "ilike", like), eb("targetKeyword", "ilike", like)]));
    }
    if (from) query = query.where(madeOn, ">=", from);
    if (to) query = query.where(madeOn, "<=", to);
    if (updatedSince) query = query.where("updatedAt", ">=", new Date(updatedSince));
    if (position)
      query = query.where((eb) =>
        eb(eb.refTuple(column, "id"), ascending ? ">" : "<", eb.tuple(position[0], position[1])),
      );
    return query
      .orderBy(column, ascending ? "asc" : "desc")
      .orderBy("id", ascending ? "asc" : "desc")
      .limit(filter.limit + 1)
      .execute();
  });
  const page = Paging.slice(rows, filter.limit, scope, (row) => [
    column === "title" ? row.title : row[column].toISOString(),
    row.id,
  ]);
  return { items: page.rows.map(item), nextCursor: page.nextCursor };
}

/** The newest posts, for the home page. */
export async function recent(tx: Tx, limit: number): Promise<BlogListItem[]> {
  const rows = await tx
    .selectFrom("blogPosts")
    .select(listed)
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .where("status", "!=", "archived")
    .orderBy("updatedAt", "desc")
    .limit(limit)
    .execute();
  return rows.map(item);
}

/** One post whole, with its approval, critic and publishing state as the reader may see them. */
export async function get(id: string): Promise<BlogPost> {
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("blogPosts")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!row) throw notFound("Blog post", id);
    const latest = await tx
      .selectFrom("contentVersions")
      .select(["author", "authorKind", "runId"])
      .where("tenantId", "=", tenant())
      .where("subjectType", "=", "blog_post")
      .where("subjectId", "=", id)
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirst();
    const writer = await tx
      .selectFrom("contentVersions as v")
      .innerJoin("agentRuns as r", (join) => join.onRef("r.tenantId", "=", "v.tenantId").onRef("r.id", "=", "v.runId"))
      .select("r.adapter")
      .where("v.tenantId", "=", tenant())
      .where("v.subjectId", "=", id)
      .orderBy("v.version", "desc")
      .limit(1)
      .executeTakeFirst();
    const approval = (await tx
      .selectFrom("approvals")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("subjectType", "=", "blog_post")
      .where("subjectId", "=", id)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst()) as unknown as Approval.Row | undefined;
    const activity = row.activityId
      ? await tx
          .selectFrom("activities")
          .select(["status", "needsHuman"])
          .where("tenantId", "=", tenant())
          .where("id", "=", row.activityId)
          .executeTakeFirst()
      : undefined;
    const run = await tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("status", "in", ["queued", "running"])
      .where((eb) =>
        eb.or([
          eb("activityId", "=", row.activityId ?? ""),
          eb.and([eb("subjectType", "=", "blog_post"), eb("subjectId", "=", id)]),
        ]),
      )
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    const names = await Person.names([latest?.author ?? null]);
    const status = row.status as BlogStatus;
    const voters = approval
      ? await tx
          .selectFrom("approvalVotes")
          .select("voter")
          .where("tenantId", "=", tenant())
          .where("approvalId", "=", approval.id)
          .execute()
      : [];
    const whyNot =
      approval && current().kind !== "system"
        ? Approval.whyNot(
            approval,
            voters.map((vote) => vote.voter),
          )
        : null;
    return {
      ...item(row),
      body: row.body,
      excerpt: row.excerpt,
      secondaryKeywords: row.secondaryKeywords,
      suggestions: { ...nothingSuggested, ...(row.suggestions as Partial<BlogSuggestions>) },
      metaTitle: row.metaTitle,
      metaDescription: row.metaDescription,
      language: row.language,
      contentHash: row.contentHash,
      rowVersion: row.rowVersion,
      briefId: row.briefId,
      activityId: row.activityId,
      activityStatus: activity?.status ?? null,
      activityNeedsHuman: activity?.needsHuman ?? false,
      currentRunId: run?.id ?? null,
      writtenBy:
        latest?.authorKind === "human"
          ? { kind: "human", name: names.get(latest.author) ?? "Somebody" }
          : { kind: "agent", name: "blog-writer" },
      offline: writer?.adapter === "offline",
      approval: approval
        ? {
            id: approval.id,
            stage: approval.stage,
            status: approval.status,
            subjectVersion: approval.subjectVersion,
            contentHash: approval.contentHash,
            youMayDecide: whyNot === null,
            whyNot,
            expiresAt: iso(approval.expiresAt),
          }
        : null,
      critic: await critic(tx, id),
      flags: approval?.flags ?? [],
      publish: await latestAttempt(tx, id),
      mayEdit: may("blog_post.edit") && allows(blogMachine, status, "edit"),
      mayPublish:
        may("blog_post.publish") &&
        (allows(blogMachine, status, "publish") || allows(blogMachine, status, "republish")),
    };
  });
}

const nothingSuggested: BlogSuggestions = { faq: [], imageIdeas: [] };

/** The newest critic result of a post, or null. */
export async function critic(tx: Tx, id: string): Promise<CriticResult | null> {
  const row = await tx
    .selectFrom("criticResults")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "blog_post")
    .where("subjectId", "=", id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    version: row.version,
    score: row.score,
    passed: row.passed,
    confidence: row.confidence as CriticResult["confidence"],
    recommendation: row.recommendation as CriticResult["recommendation"],
    issues: row.issues as unknown as CriticResult["issues"],
  };
}

interface Listed {
  id: string;
  tenantId: string;
  title: string;
  slug: string;
  targetKeyword: string;
  status: string;
  version: number;
  wordCount: number;
  brandScore: number | null;
  publishedUrl: string | null;
  publishedAt: Date | null;
  scheduledFor: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

function item(row: Listed): BlogListItem {
  const {
    publishedAt,
    scheduledFor,
    createdAt,
    updatedAt,
    status,
    id,
    tenantId,
    title,
    slug,
    targetKeyword,
    version: number,
    wordCount,
    brandScore,
    publishedUrl,
  } = row;
  return {
    id,
    tenantId,
    title,
    slug,
    targetKeyword,
    status: status as BlogStatus,
    version: number,
    wordCount,
    brandScore,
    publishedUrl,
    publishedAt: iso(publishedAt),
    scheduledFor: iso(scheduledFor),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
  };
}
