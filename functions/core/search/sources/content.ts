import { sql } from "#platform/db.ts";
import { common, given, moment, picked, type Source } from "./source.ts";

interface Row {
  id: string;
  tenantId: string;
  createdAt: Date;
  updatedAt: Date;
  status: string;
}

/** Posts, with who wrote their newest version. */
export const blogs: Source<"blogs"> = async (tx, pick) => {
  const { rows } = await sql<
    Row & {
      title: string;
      slug: string;
      metaDescription: string;
      targetKeyword: string;
      excerpt: string | null;
      publishedAt: Date | null;
      authorKind: string | null;
    }
  >`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.status, t.title, t.slug, t.meta_description, t.target_keyword,
      t.excerpt, t.published_at, v.author_kind
    from blog_posts t
    left join lateral (
      select author_kind from content_versions v
      where v.tenant_id = t.tenant_id and v.subject_type = 'blog_post' and v.subject_id = t.id
      order by v.version desc limit 1) v on true
    where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    title: row.title,
    slug: row.slug,
    metaDescription: given(row.metaDescription),
    targetKeyword: given(row.targetKeyword),
    excerpt: given(row.excerpt),
    authorKind: row.authorKind ?? "agent",
    publishedAt: moment(row.publishedAt),
    status: row.status,
  }));
};

/** Posts for social networks. */
export const socialPosts: Source<"social_posts"> = async (tx, pick) => {
  const { rows } = await sql<
    Row & {
      bodyText: string;
      hook: string | null;
      hashtags: string[];
      platform: string;
      format: string;
      scheduledAt: Date | null;
    }
  >`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.status, t.body_text, t.hook, t.hashtags, t.platform, t.format,
      t.scheduled_at
    from social_posts t where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    bodyText: row.bodyText,
    hook: given(row.hook),
    hashtags: row.hashtags,
    platform: row.platform,
    format: row.format,
    scheduledAt: moment(row.scheduledAt),
    status: row.status,
  }));
};

/** Landing pages, with the headline of their first section. */
export const landingPages: Source<"landing_pages"> = async (tx, pick) => {
  const { rows } = await sql<
    Row & { name: string; slug: string; headline: string | null; metaTitle: string; metaDescription: string }
  >`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.status, t.name, t.slug, t.meta_title, t.meta_description,
      t.sections #>> '{hero,headline}' as headline
    from landing_pages t where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    name: row.name,
    slug: row.slug,
    headline: row.headline ?? "",
    metaTitle: row.metaTitle,
    metaDescription: given(row.metaDescription),
    status: row.status,
  }));
};

/** Newsletters. */
export const newsletters: Source<"newsletters"> = async (tx, pick) => {
  const { rows } = await sql<
    Row & { subject: string; previewText: string; bodyText: string; audience: string; sentAt: Date | null }
  >`
    select t.id, t.tenant_id, t.created_at, t.updated_at, t.status, t.subject, t.preview_text, t.body_text, t.audience, t.sent_at
    from email_newsletters t where t.deleted_at is null and ${picked(pick)}`.execute(tx);
  return rows.map((row) => ({
    ...common(row),
    subject: row.subject,
    previewText: given(row.previewText),
    bodyText: row.bodyText,
    audience: row.audience,
    sentAt: moment(row.sentAt),
    status: row.status,
  }));
};
