import * as Piece from "#core/piece/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";

/** A text that others are made of. */
export interface Source {
  title: string;
  content: string;
  version: number;
  keywords: string[];
}

type SourceType = "blog_post" | "newsletter";

/** A text of the tenant at work that the client approved. @throws request.not_found, approval.approval_required */
export async function approvedSource(tx: Tx, type: SourceType, id: string): Promise<Source> {
  const found = type === "blog_post" ? await post(tx, id) : await newsletter(tx, id);
  if (!found) throw notFound("Source", id);
  const { approvedAt, ...source } = found;
  if (!approvedAt)
    throw new AppError(
      "approval.approval_required",
      `The client has not approved version ${source.version} of "${source.title}" yet; repurpose it afterwards.`,
    );
  return source;
}

async function post(tx: Tx, id: string): Promise<(Source & { approvedAt: Date | null }) | undefined> {
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

async function newsletter(tx: Tx, id: string): Promise<(Source & { approvedAt: Date | null }) | undefined> {
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
