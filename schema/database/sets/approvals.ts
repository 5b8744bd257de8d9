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
import { SubjectType } from "../../subject.ts";
import { ApprovalMode } from "../../tenant.ts";

export const approvalSets = {
  "approval_policies.kind": ApprovalKind,
  "approval_policies.mode": ApprovalMode,
  "approval_policies.risk": Risk,
  "approval_votes.category": RejectCategory,
  "approval_votes.decision": VoteDecision,
  "approval_votes.via": VoteSurface,
  "approvals.category": RejectCategory,
  "approvals.flags": ApprovalFlag,
  "approvals.kind": ApprovalKind,
  "approvals.risk": Risk,
  "approvals.stage": ApprovalStage,
  "approvals.status": ApprovalStatus,
  "approvals.subject_type": SubjectType,
  "comments.subject_type": SubjectType,
  "comments.visibility": CommentVisibility,
};
