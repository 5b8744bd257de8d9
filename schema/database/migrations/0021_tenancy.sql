alter table tenants
  add column deployment_mode text not null default 'saas',
  add column on_prem_callback_url text,
  add column contract_accepted_at timestamptz,
  add column onboarding_completed_at timestamptz,
  add column trial_ends_at timestamptz,
  add column cancel_at timestamptz,
  add column cancelled_at timestamptz,
  add column purged_at timestamptz;
alter table tenants
  add constraint tenants_deployment_mode_check check (deployment_mode in ('saas', 'on_prem')) not valid,
  add constraint tenants_on_prem_callback_url_check check (on_prem_callback_url ~ '^https://' and length(on_prem_callback_url) <= 2000) not valid,
  add constraint tenants_callback_needs_on_prem check (on_prem_callback_url is null or deployment_mode = 'on_prem') not valid,
  add constraint tenants_legal_name_check check (length(legal_name) between 2 and 200) not valid,
  add constraint tenants_industry_check check (length(industry) between 2 and 60) not valid,
  add constraint tenants_website_url_check check (website_url ~ '^https?://' and length(website_url) <= 2000) not valid,
  add constraint tenants_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$') not valid,
  add constraint tenants_timezone_check check (length(timezone) between 3 and 60) not valid,
  add constraint tenants_suspend_reason_check check (length(suspend_reason) <= 500) not valid,
  add constraint tenants_purged_after_cancelled check (purged_at is null or cancelled_at is not null) not valid;

alter table users
  add column telegram_chat_id text;
alter table users
  add constraint users_email_check check (length(email) between 3 and 254) not valid,
  add constraint users_telegram_chat_id_check check (telegram_chat_id ~ '^-?[0-9]{1,20}$') not valid,
  add constraint users_locale_check check (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$') not valid,
  add constraint users_timezone_check check (length(timezone) between 3 and 60) not valid;

alter table tenant_members
  add constraint tenant_members_job_title_check check (length(job_title) <= 80) not valid;

alter table tenant_settings
  add column auto_approve_context boolean not null default false,
  add column client_links boolean not null default true,
  add column lead_visibility text not null default 'all',
  add column dm_lead_access text not null default 'full',
  add column auto_enrich boolean not null default false,
  add column four_eyes_lead boolean not null default false,
  add column lead_assignment jsonb not null default '{}',
  add column dm_requests_preapproved boolean not null default true,
  add column outreach_client_review boolean not null default false,
  add column carry_over boolean not null default true,
  add column gbp_auto_post boolean not null default false,
  add column auto_generate_hero_image boolean not null default false,
  add column content_audit_monthly boolean not null default false,
  add column ai_visibility_schedule text not null default 'off',
  add column promotional_cap_pct integer not null default 20,
  add column min_hours_between_posts integer not null default 4,
  add column week_start text not null default 'mon',
  add column quiet_from time,
  add column quiet_to time,
  add column daily_report boolean not null default false,
  add column daily_report_time time not null default '08:00',
  add column legal_footer text;
alter table tenant_settings
  add constraint tenant_settings_language_check check (language ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$') not valid,
  add constraint tenant_settings_lead_visibility_check check (lead_visibility in ('all', 'assigned', 'own')) not valid,
  add constraint tenant_settings_dm_lead_access_check check (dm_lead_access in ('full', 'masked', 'none')) not valid,
  add constraint tenant_settings_lead_assignment_check check (jsonb_typeof(lead_assignment) = 'object') not valid,
  add constraint tenant_settings_ai_visibility_schedule_check check (ai_visibility_schedule in ('off', 'weekly', 'nightly')) not valid,
  add constraint tenant_settings_promotional_cap_pct_check check (promotional_cap_pct between 0 and 100) not valid,
  add constraint tenant_settings_min_hours_between_posts_check check (min_hours_between_posts between 0 and 168) not valid,
  add constraint tenant_settings_banned_words_check check (cardinality(banned_words) <= 200) not valid,
  add constraint tenant_settings_working_days_check check (working_days <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) not valid,
  add constraint tenant_settings_week_start_check check (week_start in ('mon', 'sun')) not valid,
  add constraint tenant_settings_quiet_check check ((quiet_from is null) = (quiet_to is null)) not valid,
  add constraint tenant_settings_legal_footer_check check (length(legal_footer) <= 2000) not valid;

create table tenant_brandings (
  tenant_id text not null references tenants (id),
  id text not null,
  agency_name text not null check (length(agency_name) between 2 and 120),
  logo_media_id text,
  primary_color text check (primary_color ~ '^#[0-9a-f]{6}$'),
  secondary_color text check (secondary_color ~ '^#[0-9a-f]{6}$'),
  favicon_media_id text,
  custom_domain text check (custom_domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$' and length(custom_domain) <= 253),
  domain_verified_at timestamptz,
  email_from_name text check (length(email_from_name) between 1 and 120),
  email_from_domain text check (email_from_domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$' and length(email_from_domain) <= 253),
  email_domain_verified_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id),
  unique (tenant_id, custom_domain),
  check (domain_verified_at is null or custom_domain is not null),
  check (email_domain_verified_at is null or email_from_domain is not null)
);
select mutable_table('tenant_brandings');
select isolate_table('tenant_brandings');
create index on tenant_brandings (tenant_id, logo_media_id);
create index on tenant_brandings (tenant_id, favicon_media_id);
create index on tenant_brandings (tenant_id, updated_at desc, id);

create table tenant_feature_flags (
  tenant_id text not null references tenants (id),
  id text not null,
  flag_key text not null check (flag_key ~ '^[a-z][a-z0-9_.-]{1,59}$'),
  enabled boolean not null,
  reason text check (length(reason) <= 500),
  expires_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, flag_key)
);
select mutable_table('tenant_feature_flags');
select isolate_table('tenant_feature_flags');
create index on tenant_feature_flags (tenant_id, updated_at desc, id);

create table contracts (
  tenant_id text not null references tenants (id),
  id text not null,
  version text not null check (length(version) between 1 and 20),
  title text not null check (length(title) between 2 and 200),
  pdf_key text not null check (length(pdf_key) between 1 and 500),
  pdf_sha256 text not null check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  typed_name text check (length(typed_name) between 3 and 120),
  accepted_by text references users (id),
  accepted_at timestamptz,
  accepted_ip text check (length(accepted_ip) <= 45),
  accepted_user_agent text check (length(accepted_user_agent) <= 500),
  effective_from date not null,
  primary key (tenant_id, id),
  unique (tenant_id, version),
  check ((accepted_at is null) = (accepted_by is null) and (accepted_at is null) = (typed_name is null))
);
select mutable_table('contracts');
select isolate_table('contracts');
create index on contracts (tenant_id, accepted_by);
create index on contracts (tenant_id, updated_at desc, id);

create table tenant_exports (
  tenant_id text not null references tenants (id),
  id text not null,
  status text not null check (status in ('queued', 'running', 'ready', 'failed', 'expired')),
  s3_key text check (length(s3_key) between 1 and 500),
  bytes bigint check (bytes > 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  requested_by text not null references users (id),
  expires_at timestamptz,
  error_code text check (length(error_code) <= 80),
  primary key (tenant_id, id),
  check (status <> 'ready' or (s3_key is not null and bytes is not null and sha256 is not null and expires_at is not null)),
  check (status <> 'failed' or error_code is not null)
);
select mutable_table('tenant_exports');
select isolate_table('tenant_exports');
create index on tenant_exports (tenant_id, requested_by);
create index on tenant_exports (tenant_id, updated_at desc, id);

create table saved_views (
  tenant_id text not null references tenants (id),
  id text not null,
  user_id text not null references users (id),
  screen text not null check (screen ~ '^[a-z][a-z0-9/_-]{0,79}$'),
  name text not null check (length(name) between 1 and 80),
  filter jsonb not null default '{}' check (jsonb_typeof(filter) = 'object'),
  sort text check (length(sort) <= 80),
  shared boolean not null default false,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, screen, name)
);
select mutable_table('saved_views');
select isolate_table('saved_views');
create index on saved_views (tenant_id, updated_at desc, id);

grant select, insert, update on tenant_brandings, contracts, tenant_exports to app;
grant select, insert, update, delete on tenant_feature_flags, saved_views to app;

comment on table tenant_brandings is 'white-label look of portal, mail and reports';
comment on table tenant_feature_flags is 'per-tenant override of a flag';
comment on table contracts is 'terms the tenant accepted; gate of every request until accepted';
comment on table tenant_exports is 'full export of one tenant, re-importable';
comment on table saved_views is 'named list filters';
