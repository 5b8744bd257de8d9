import { AccountMailReason, AccountMailStatus, AuthTokenPurpose, Theme, UserStatus } from "../../account.ts";
import { LoginOutcome } from "../../auth.ts";
import { ReadingLevel } from "../../brand.ts";
import { ContextStatus } from "../../context.ts";
import { AppName, SessionApp, Side, TenantRole, UserRole } from "../../roles.ts";
import { ApprovalMode, Plan, PrivacyLevel, TenantStatus } from "../../tenant.ts";

export const peopleSets = {
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
  "tenant_members.role": TenantRole,
  "tenant_members.side": Side,
  "tenant_settings.approval_mode": ApprovalMode,
  "tenants.data_privacy_level": PrivacyLevel,
  "tenants.plan": Plan,
  "tenants.status": TenantStatus,
  "users.app_access": AppName,
  "users.role": UserRole,
  "users.status": UserStatus,
  "users.theme": Theme,
};
