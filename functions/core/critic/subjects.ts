import { dress } from "#core/blog/images.ts";
import * as CampaignEmail from "#core/campaign/critique.ts";
import * as CustomerReview from "#core/customer-review/index.ts";
import { lockedResponse } from "#core/customer-review/rows.ts";
import * as Piece from "#core/piece/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import type { FreshVerdict } from "./read.ts";

/** What the critic's verdict on a version is, and how to find what people are told of it. No verdict: the critic could not. */
export interface Said {
  version: number;
  verdict: FreshVerdict | null;
  flags: () => Promise<ApprovalFlag[]>;
}

/** One kind of draft as the critic meets it: what it reads, and what follows from its verdict. */
interface Criticised {
  /** Title, content, limits and, where there is one, the brief. */
  draft(tx: Tx, id: string): Promise<Record<string, unknown>>;
  /** The run that wrote the newest version. */
  writtenBy(tx: Tx, id: string): Promise<string | null>;
  concluded(tx: Tx, id: string, said: Said): Promise<void>;
}

const subjects: Readonly<Record<string, Criticised>> = {
  blog_post: {
    ...piece("blog_post"),
    draft: post,
    concluded: async (tx, id, said) => {
      await Piece.criticised(tx, "blog_post", id, said);
      await dress(tx, id);
    },
  },
  social_post: piece("social_post"),
  campaign_email: {
    draft: CampaignEmail.judged,
    writtenBy: CampaignEmail.writtenBy,
    concluded: CampaignEmail.criticised,
  },
  review_response: {
    draft: CustomerReview.judged,
    writtenBy: async (tx, id) => (await lockedResponse(tx, id)).runId,
    concluded: CustomerReview.criticised,
  },
  landing_page: piece("landing_page"),
  newsletter: piece("newsletter"),
};

/** The kind of draft that a subject is. */
export function criticisedOf(type: string): Criticised {
  const found = subjects[type];
  if (!found) throw new Error(`Nothing of the kind ${type} is criticised yet.`);
  return found;
}

function piece(type: Piece.DraftType): Criticised {
  return {
    draft: async (tx, id) => ({ ...Piece.kindOf(type).judged((await Piece.contentOf(tx, type, id)) ?? {}) }),
    writtenBy: async (tx, id) => (await Piece.locked(tx, type, id)).runId,
    concluded: (tx, id, said) => Piece.criticised(tx, type, id, said),
  };
}

async function post(tx: Tx, id: string): Promise<Record<string, unknown>> {
  const { limits, ...read } = await piece("blog_post").draft(tx, id);
  const row = await tx
    .selectFrom("blogPosts as b")
    .innerJoin("contentBriefs as c", (join) =>
      join.onRef("c.tenantId", "=", "b.tenantId").onRef("c.id", "=", "b.briefId"),
    )
    .select("c.details")
    .where("b.tenantId", "=", tenant())
    .where("b.id", "=", id)
    .executeTakeFirst();
  const brief = (row?.details ?? null) as { wordCount?: number } | null;
  const target = brief?.wordCount;
  return { ...read, brief, limits: { ...(target ? { targetWordCount: target } : {}), ...(limits as object) } };
}
