import {
  ApprovalFlag,
  ApprovalKind,
  ApprovalStage,
  ApprovalStatus,
  RejectCategory,
  Risk,
  VoteDecision,
  VoteSurface,
} from "../../approval.ts";
import { CommentVisibility } from "../../comment.ts";

export const approvalSets = {
  "approval_votes.decision": VoteDecision,
  "approval_votes.via": VoteSurface,
  "approvals.category": RejectCategory,
  "approvals.flags": ApprovalFlag,
  "approvals.kind": ApprovalKind,
  "approvals.risk": Risk,
  "approvals.stage": ApprovalStage,
  "approvals.status": ApprovalStatus,
  "comments.visibility": CommentVisibility,
};
