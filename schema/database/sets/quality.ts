import {
  AuditScope,
  FindingCategory,
  FindingSeverity,
  FindingStatus,
  ScoreMethod,
  WorkStatus,
} from "../../content-quality.ts";
import { RepurposePlatform, RepurposeSource, RepurposeStatus, RepurposeTarget } from "../../repurpose.ts";
import { SubjectType } from "../../subject.ts";

export const qualitySets = {
  "content_audit_findings.category": FindingCategory,
  "content_audit_findings.severity": FindingSeverity,
  "content_audit_findings.status": FindingStatus,
  "content_audits.scope": AuditScope,
  "content_audits.status": WorkStatus,
  "content_scores.method": ScoreMethod,
  "content_scores.subject_type": SubjectType,
  "repurpose_batches.source_type": RepurposeSource,
  "repurpose_batches.status": RepurposeStatus,
  "repurpose_items.platform": RepurposePlatform,
  "repurpose_items.status": WorkStatus,
  "repurpose_items.subject_type": SubjectType,
  "repurpose_items.target_type": RepurposeTarget,
};
