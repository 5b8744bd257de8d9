import type { CriticVerdict } from "#agents/descriptor/critique.ts";
import * as Blog from "#core/blog/index.ts";
import * as CampaignEmail from "#core/campaign/critique.ts";
import * as Piece from "#core/piece/index.ts";
import * as Social from "#core/social/critique.ts";
import * as SocialPost from "#core/social/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { PieceType } from "#schema/piece.ts";

/** What the critic's verdict on a version is, with what else was noticed. No verdict: the critic could not. */
export interface Said {
  version: number;
  verdict: CriticVerdict | null;
  suspected: boolean;
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
    draft: post,
    writtenBy: async (tx, id) => (await Blog.locked(tx, id)).runId,
    concluded: (tx, id, { version, verdict, suspected }) =>
      Blog.criticised(tx, id, version, verdict ? { ...verdict, version } : null, suspected),
  },
  social_post: {
    draft: Social.judged,
    writtenBy: async (tx, id) => (await SocialPost.locked(tx, id)).runId,
    concluded: (tx, id, { version, verdict, suspected }) =>
      Social.criticised(tx, id, { version, verdict: verdict ? { ...verdict, version } : null, suspected }),
  },
  campaign_email: {
    draft: CampaignEmail.judged,
    writtenBy: CampaignEmail.writtenBy,
    concluded: (tx, id, { version, verdict, suspected }) =>
      CampaignEmail.criticised(tx, id, { version, verdict: verdict ? { ...verdict, version } : null, suspected }),
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

function piece(type: PieceType): Criticised {
  return {
    draft: async (tx, id) => ({ ...Piece.kindOf(type).judged((await Piece.contentOf(tx, type, id)) ?? {}) }),
    writtenBy: async (tx, id) => (await Piece.locked(tx, type, id)).runId,
    concluded: (tx, id, { version, verdict, suspected }) =>
      Piece.criticised(tx, type, id, { version, verdict: verdict ? { ...verdict, version } : null, suspected }),
  };
}

async function post(tx: Tx, id: string): Promise<Record<string, unknown>> {
  const row = await tx
    .selectFrom("blogPosts as b")
    .leftJoin("contentBriefs as c", (join) =>
      join.onRef("c.tenantId", "=", "b.tenantId").onRef("c.id", "=", "b.briefId"),
    )
    .select(["b.title", "b.body", "b.metaDescription", "c.details"])
    .where("b.tenantId", "=", tenant())
    .where("b.id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("Blog post", id);
  const brief = row.details as { wordCount?: number } | null;
  const target = brief?.wordCount;
  return {
    title: row.title,
    content: row.body,
    metaDescription: row.metaDescription,
    brief,
    limits: { ...(target ? { targetWordCount: target } : {}), wordsMin: 800, wordsMax: 2_500 },
  };
}
