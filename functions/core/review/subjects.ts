import * as ActionItem from "#core/action-item/index.ts";
import type * as Approval from "#core/approval/index.ts";
import * as Campaign from "#core/campaign/decide.ts";
import * as CampaignEmail from "#core/campaign/email.ts";
import * as OwnChanges from "#core/campaign/own-changes.ts";
import * as Recommendations from "#core/campaign/recommend.ts";
import * as CodeChange from "#core/code-change/index.ts";
import * as Context from "#core/context/index.ts";
import * as CustomerReview from "#core/customer-review/index.ts";
import * as DeliverablePlan from "#core/deliverable-plan/index.ts";
import * as GbpPost from "#core/gbp-post/index.ts";
import * as Keyword from "#core/keyword/index.ts";
import * as LeadEmail from "#core/lead/email-review.ts";
import * as Piece from "#core/piece/index.ts";
import * as Publish from "#core/publish/index.ts";
import * as Request from "#core/request/index.ts";
import * as SocialPost from "#core/social/review.ts";
import * as Strategy from "#core/strategy/index.ts";
import type { Tx } from "#platform/db.ts";
import type { ApprovalKind, Resolve } from "#schema/approval.ts";
import type { PublishedType } from "#schema/publish.ts";

/** What an approval of a kind is about: its present bytes, and what follows from either decision. */
interface Reviewed {
  present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }>;
  approved(tx: Tx, approval: Approval.Row): Promise<void>;
  rejected(tx: Tx, approval: Approval.Row, decision: Resolve): Promise<void>;
}

const noteOf = (decision: Resolve): string => decision.note ?? "";

// Others leave when a person says when.
const released = (type: Piece.DraftType) => type === "blog_post" || type === "social_post" || type === "ad_copy";

// What is approved and then leaves of itself.
const leaving =
  (type: PublishedType, approved: (tx: Tx, id: string) => Promise<unknown>): Reviewed["approved"] =>
  async (tx, { subjectId }) => {
    await approved(tx, subjectId);
    await Publish.release(tx, type, subjectId);
  };

const ofPiece = (type: Piece.DraftType): Reviewed => ({
  present: (tx, id) => Piece.present(tx, type, id),
  approved: async (tx, approval) => {
    if ((await Piece.approved(tx, type, approval)) && released(type))
      await Publish.release(tx, type, approval.subjectId);
  },
  rejected: (tx, approval, decision) =>
    Piece.rejected(tx, type, approval, { note: noteOf(decision), counts: decision.decision === "reject" }),
});

const subjects: Partial<Record<ApprovalKind, Reviewed>> = {
  content_request: {
    present: Request.present,
    approved: (tx, { subjectId }) => Request.approved(tx, subjectId),
    rejected: (tx, { subjectId }, decision) => Request.rejected(tx, subjectId, noteOf(decision)),
  },
  blog_post: ofPiece("blog_post"),
  context_file: {
    present: Context.present,
    approved: (tx, { subjectId }) => Context.approved(tx, subjectId),
    rejected: (tx, { subjectId }, decision) => Context.rejected(tx, subjectId, noteOf(decision)),
  },
  strategy: {
    present: Strategy.present,
    approved: (tx, { subjectId, stage }) => Strategy.approved(tx, subjectId, stage),
    rejected: (tx, { subjectId }, decision) => Strategy.rejected(tx, subjectId, noteOf(decision)),
  },
  deliverable_plan: {
    present: DeliverablePlan.present,
    approved: (tx, { subjectId }) => DeliverablePlan.approved(tx, subjectId),
    rejected: (tx, { subjectId }, decision) => DeliverablePlan.rejected(tx, subjectId, noteOf(decision)),
  },
  action_items: {
    present: ActionItem.present,
    approved: (tx, { subjectId }) => ActionItem.approved(tx, subjectId),
    rejected: (tx, { subjectId }) => ActionItem.dismissOf(tx, subjectId),
  },
  keyword_group: {
    present: Keyword.present,
    approved: (tx, { subjectId }) => Keyword.approved(tx, subjectId),
    rejected: (tx, { subjectId }, decision) => Keyword.rejected(tx, subjectId, noteOf(decision)),
  },
  social_copy: {
    ...ofPiece("social_post"),
    approved: async (tx, { subjectId }) => {
      if (await SocialPost.copyApproved(tx, subjectId)) await Publish.release(tx, "social_post", subjectId);
    },
    rejected: (tx, { subjectId }, decision) => SocialPost.rejected(tx, subjectId, "dm", decision),
  },
  social_post: {
    ...ofPiece("social_post"),
    approved: leaving("social_post", SocialPost.approved),
    rejected: (tx, { subjectId, stage }, decision) => SocialPost.rejected(tx, subjectId, stage, decision),
  },
  campaign: {
    present: Campaign.present,
    approved: (tx, { subjectId, stage }) => Campaign.approved(tx, subjectId, stage),
    rejected: (tx, { subjectId, stage }, decision) => Campaign.rejected(tx, subjectId, stage, noteOf(decision)),
  },
  code_change: {
    present: CodeChange.present,
    approved: leaving("code_change", CodeChange.approved),
    rejected: (tx, { subjectId }, decision) => CodeChange.rejected(tx, subjectId, noteOf(decision)),
  },
  optimisation: {
    present: Recommendations.present,
    approved: async (tx, { subjectId, stage }) => {
      await Recommendations.approved(tx, subjectId, stage);
      if (stage !== "client") return;
      await OwnChanges.make(tx, subjectId);
      await Publish.release(tx, "recommendation_batch", subjectId);
    },
    rejected: (tx, { subjectId }, decision) => Recommendations.rejected(tx, subjectId, noteOf(decision)),
  },
  campaign_email: {
    present: CampaignEmail.present,
    approved: (tx, { subjectId, stage }) => CampaignEmail.approved(tx, subjectId, stage),
    rejected: (tx, { subjectId }, decision) => CampaignEmail.rejected(tx, subjectId, noteOf(decision)),
  },
  lead_email: {
    present: LeadEmail.present,
    approved: leaving("lead_email", LeadEmail.approved),
    rejected: (tx, { subjectId }, decision) => LeadEmail.rejected(tx, subjectId, noteOf(decision)),
  },
  review_response: {
    present: CustomerReview.present,
    approved: leaving("review_response", CustomerReview.approved),
    rejected: (tx, { subjectId }, decision) => CustomerReview.rejected(tx, subjectId, noteOf(decision)),
  },
  gbp_publish: {
    present: GbpPost.present,
    approved: leaving("gbp_post", GbpPost.approved),
    rejected: (tx, { subjectId }, decision) => GbpPost.rejected(tx, subjectId, noteOf(decision)),
  },
  landing_page: ofPiece("landing_page"),
  newsletter: ofPiece("newsletter"),
  ads_push: ofPiece("ad_copy"),
};

/** What approvals of a kind are about. */
export function subjectOf(kind: ApprovalKind): Reviewed {
  const found = subjects[kind];
  if (!found) throw new Error(`Nothing of the kind ${kind} is reviewed yet.`);
  return found;
}
