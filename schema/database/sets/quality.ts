import {
  AuditScope,
  FindingCategory,
  FindingSeverity,
  FindingStatus,
  ScoreMethod,
  WorkStatus,
} from "../../content-quality.ts";
import { EditAction, EditScope } from "../../edit-suggestion.ts";
import { RepurposePlatform, RepurposeSource, RepurposeStatus, RepurposeTarget } from "../../repurpose.ts";
import { AuditArea, AuditLevel, SiteSeverity } from "../../site-audit.ts";
import { SubjectType } from "../../subject.ts";

export const qualitySets = {
  "content_audit_findings.category": FindingCategory,
  "content_audit_findings.severity": FindingSeverity,
  "content_audit_findings.status": FindingStatus,
  "content_audits.scope": AuditScope,
  "content_audits.status": WorkStatus,
  "content_scores.method": ScoreMethod,
  "content_scores.subject_type": SubjectType,
  "edit_suggestions.action": EditAction,
  "edit_suggestions.scope": EditScope,
  "edit_suggestions.status": WorkStatus,
  "site_audit_findings.area": AuditArea,
  "site_audit_findings.effort": AuditLevel,
  "site_audit_findings.impact": AuditLevel,
  "site_audit_findings.severity": SiteSeverity,
  "site_audit_findings.status": FindingStatus,
  "site_audits.focus_areas": AuditArea,
  "site_audits.status": WorkStatus,
  "repurpose_batches.source_type": RepurposeSource,
  "repurpose_batches.status": RepurposeStatus,
  "repurpose_items.platform": RepurposePlatform,
  "repurpose_items.status": WorkStatus,
  "repurpose_items.subject_type": SubjectType,
  "repurpose_items.target_type": RepurposeTarget,
};
