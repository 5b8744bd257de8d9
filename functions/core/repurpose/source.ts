import * as Piece from "#core/piece/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { RepurposeSource } from "#schema/repurpose.ts";

/** A text that others are made of. */
export interface Source {
  title: string;
  content: string;
  version: number;
  keywords: string[];
}

type Found = (Source & { approvedAt: Date | null }) | undefined;

const readers: Record<RepurposeSource, (tx: Tx, id: string) => Promise<Found>> = {
  blog_post: post,
  social_post: socialPost,
  newsletter,
  report,
};

/** A text of the tenant at work that the client approved. @throws request.not_found, approval.approval_required */
export async function approvedSource(tx: Tx, type: RepurposeSource, id: string): Promise<Source> {
  const found = await readers[type](tx, id);
  if (!found) throw notFound("Source", id);
  const { approvedAt, ...source } = found;
  if (!approvedAt)
    throw new AppError(
      "approval.approval_required",
      `The client has not approved version ${source.version} of "${source.title}" yet; repurpose it afterwards.`,
    );
  return source;
}

async function post(tx: Tx, id: string): Promise<Found> {
  const row = await tx
    .selectFrom("blogPosts")
    .select(["title", "body", "version", "targetKeyword", "secondaryKeywords", "clientApprovedAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { title, body: content, version, clientApprovedAt: approvedAt } = row;
  return { title, content, version, approvedAt, keywords: [row.targetKeyword, ...row.secondaryKeywords] };
}

async function newsletter(tx: Tx, id: string): Promise<Found> {
  const row = await tx
    .selectFrom("emailNewsletters")
    .select(["subject", "version", "clientApprovedAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  const content = row && (await Piece.contentOf(tx, "newsletter", id));
  if (!row || !content) return undefined;
  const { subject: title, version, clientApprovedAt: approvedAt } = row;
  return { title, content: Piece.kindOf("newsletter").article(content), version, approvedAt, keywords: [] };
}

async function socialPost(tx: Tx, id: string): Promise<Found> {
  const row = await tx
    .selectFrom("socialPosts")
    .select(["hook", "bodyText", "platform", "version", "clientApprovedAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  const content = row && (await Piece.contentOf(tx, "social_post", id));
  if (!row || !content) return undefined;
  const { title, article } = Piece.kindOf("social_post");
  const { version, clientApprovedAt: approvedAt } = row;
  return { title: title(row), content: article(content), version, approvedAt, keywords: [] };
}

// A report waits for nobody's word: it is the client's own from the moment it is ready. One that was uploaded has no words to work on.
async function report(tx: Tx, id: string): Promise<Found> {
  const row = await tx
    .selectFrom("reports")
    .select(["label", "content", "version", "status", "updatedAt"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.status === "ready" && !row.content)
    throw new AppError(
      "request.illegal_transition",
      `"${row.label}" is a file; only a written report can be repurposed.`,
    );
  const { label: title, content, version, status } = row;
  return {
    title,
    content: content ?? "",
    version,
    keywords: [],
    approvedAt: status === "ready" ? row.updatedAt : null,
  };
}
