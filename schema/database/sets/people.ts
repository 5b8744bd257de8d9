import { AccountMailReason, AccountMailStatus, AuthTokenPurpose, Theme, UserStatus } from "../../account.ts";
import { LoginOutcome } from "../../auth.ts";
import { ReadingLevel } from "../../brand.ts";
import { ContextStatus } from "../../context.ts";
import { AppName, SessionApp, Side, TenantRole, UserRole } from "../../roles.ts";
import {
  ApprovalMode,
  DeploymentMode,
  LeadAccess,
  LeadVisibility,
  Plan,
  PrivacyLevel,
  TenantStatus,
  VisibilitySchedule,
  Weekday,
  WeekStart,
} from "../../tenant.ts";
import { ExportStatus } from "../../tenant-export.ts";

export const peopleSets = {
  "account_mails.app": SessionApp,
  "account_mails.purpose": AuthTokenPurpose,
  "account_mails.reason": AccountMailReason,
  "account_mails.status": AccountMailStatus,
  "auth_sessions.app": SessionApp,
  "auth_tokens.purpose": AuthTokenPurpose,
  "brand_voices.reading_level": ReadingLevel,
  "context_files.status": ContextStatus,
  "invitations.app_access": AppName,
  "invitations.role": TenantRole,
  "invitations.side": Side,
  "login_attempts.outcome": LoginOutcome,
  "tenant_exports.status": ExportStatus,
  "tenant_members.role": TenantRole,
  "tenant_members.side": Side,
  "tenant_settings.ai_visibility_schedule": VisibilitySchedule,
  "tenant_settings.approval_mode": ApprovalMode,
  "tenant_settings.dm_lead_access": LeadAccess,
  "tenant_settings.lead_visibility": LeadVisibility,
  "tenant_settings.week_start": WeekStart,
  "tenant_settings.working_days": Weekday,
  "tenants.data_privacy_level": PrivacyLevel,
  "tenants.deployment_mode": DeploymentMode,
  "tenants.plan": Plan,
  "tenants.status": TenantStatus,
  "users.app_access": AppName,
  "users.role": UserRole,
  "users.status": UserStatus,
  "users.theme": Theme,
};
