import * as Blog from "#core/blog/index.ts";
import * as Comment from "#core/comment/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import * as Review from "#core/review/index.ts";
import { origin, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { ApprovalDetail } from "#schema/approval.ts";
import type { LinkItem, LinkView } from "#schema/approval-link.ts";
import { CommentSubject } from "#schema/comment.ts";
import { self } from "./admit.ts";
import { sessionUntil } from "./session.ts";
import { masked } from "./token.ts";

/** What a link shows, to whoever holds it. Every opening is counted and audited with its address. */
export async function open(session: string | undefined): Promise<LinkView> {
  const { linkId, name, approvalIds, canDecide, verified } = self();
  return transaction(async (tx) => {
    const { ip } = origin();
    const row = await tx
      .updateTable("approvalLinks")
      .set((eb) => ({
        openCount: eb("openCount", "+", 1),
        openedAt: eb.fn.coalesce("openedAt", eb.val(new Date())),
        lastIp: ip ?? null,
      }))
      .where("tenantId", "=", tenant())
      .where("id", "=", linkId)
      .returning(["contactEmail", "expiresAt", "openCount"])
      .executeTakeFirstOrThrow();
    await Effect.audit(
      "approval_link.opened",
      { type: "approval_link", id: linkId, label: name },
      { after: { openCount: row.openCount, verified } },
    );
    const owner = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
    const items: LinkItem[] = [];
    for (const id of approvalIds) items.push(await item(id));
    return {
      id: linkId,
      tenantName: owner.name,
      contactName: name,
      contactEmail: masked(row.contactEmail),
      canDecide,
      verified,
      verifiedUntil: await sessionUntil(linkId, session),
      expiresAt: Paging.iso(row.expiresAt),
      items,
    };
  });
}

/** One approval as the client's contact sees it: no internal note, no score, no name of whoever decided before. */
export async function item(approvalId: string): Promise<LinkItem> {
  const found = await Review.detail(approvalId);
  const { kind, stage, status, risk, subject, contentHash, expiresAt, youMayDecide, whyNot } = found;
  const isShown = status !== "superseded" && status !== "expired";
  return {
    approvalId,
    kind,
    stage,
    status,
    risk,
    subject,
    contentHash,
    expiresAt,
    content: isShown ? await contentOf(found) : null,
    diff: isShown ? found.diff : [],
    claims: isShown ? found.claims.map(({ id, text, support, sources }) => ({ id, text, support, sources })) : [],
    comments: await commentsOf(found),
    mayDecide: youMayDecide,
    whyNot,
  };
}

async function contentOf({ kind, subject }: ApprovalDetail): Promise<LinkItem["content"]> {
  if (kind !== "blog_post") return null;
  const { content } = await Blog.version(subject.id, subject.version);
  return {
    title: content?.title ?? subject.title,
    metaTitle: content?.metaTitle ?? "",
    metaDescription: content?.metaDescription ?? "",
    body: content?.body ?? "",
  };
}

async function commentsOf({ subject }: ApprovalDetail): Promise<LinkItem["comments"]> {
  const subjectType = CommentSubject.parse(subject.type);
  const { items } = await Comment.list({ subjectType, subjectId: subject.id, limit: 100 });
  return items.map(({ id, author, body, createdAt }) => ({ id, author: author.name, body, createdAt }));
}
