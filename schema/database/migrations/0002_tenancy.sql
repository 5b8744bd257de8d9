create table regions (
  id text primary key,
  code text not null unique,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  tax_scheme text not null check (tax_scheme in ('gst_in', 'vat', 'none')),
  gateway text not null check (gateway in ('razorpay', 'stripe')),
  countries text[] not null,
  grace_days integer not null check (grace_days between 0 and 90),
  invoice_due_days integer not null check (invoice_due_days between 0 and 90),
  active boolean not null default true
);
select mutable_table('regions');

create table users (
  id text primary key,
  email citext not null unique,
  email_verified boolean not null default false,
  first_name text not null check (length(first_name) between 1 and 80),
  last_name text not null default '' check (length(last_name) <= 80),
  job_title text,
  image text,
  role text not null default 'member' check (role in ('super_admin', 'admin', 'member', 'reviewer')),
  app_access text[] not null default '{}' check (app_access <@ array['dashboard', 'dm-portal', 'manage']),
  locale text not null default 'en',
  timezone text not null default 'UTC',
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  status text not null default 'active' check (status in ('invited', 'active', 'locked', 'deactivated')),
  last_login_at timestamptz,
  deleted_at timestamptz,
  deleted_by text
);
select mutable_table('users');
create index on users (role);
create index on users (status);

create table tenants (
  id text primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,60}$'),
  name text not null check (length(name) between 2 and 120),
  legal_name text,
  status text not null check (status in ('onboarding', 'trialing', 'active', 'suspended', 'cancelled')),
  plan text not null check (plan in ('free', 'pro', 'agency', 'enterprise')),
  region_id text not null references regions (id),
  country text not null check (country ~ '^[A-Z]{2}$'),
  timezone text not null,
  locale text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  industry text,
  website_url text,
  data_privacy_level text not null default 'cloud_ok' check (data_privacy_level in ('cloud_ok', 'local_only')),
  allowed_adapters text[] not null default '{}',
  default_adapter text,
  spend_cap_minor bigint check (spend_cap_minor >= 0),
  owner_user_id text references users (id),
  suspended_at timestamptz,
  suspend_reason text
);
select mutable_table('tenants');
create index on tenants (status);
create index on tenants (plan);
create index on tenants using gin (name gin_trgm_ops);
create index on tenants (owner_user_id);
create index on tenants (region_id);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant on tenants using (id = any((select current_tenants())::text[])) with check (id = any((select current_tenants())::text[]));
create policy sign_in on tenants for select to auth using (true);

create table tenant_members (
  tenant_id text not null references tenants (id),
  id text not null,
  user_id text not null references users (id),
  side text not null check (side in ('client', 'agency')),
  role text not null check (role in ('admin', 'member', 'reviewer')),
  job_title text,
  absent_until date,
  last_seen_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, user_id),
  check (side = 'client' or role <> 'member')
);
select mutable_table('tenant_members');
select isolate_table('tenant_members');
create policy sign_in on tenant_members for select to auth using (true);
create index on tenant_members (user_id);
create index on tenant_members (tenant_id, updated_at desc, id);

create table tenant_settings (
  tenant_id text not null references tenants (id),
  id text not null,
  language text not null default 'en',
  approval_mode text not null default 'internal_client' check (approval_mode in ('none', 'optional', 'internal', 'internal_client')),
  four_eyes_high boolean not null default true,
  block_unsupported_claims boolean not null default false,
  publishing_paused boolean not null default false,
  banned_words text[] not null default '{}',
  working_days text[] not null default '{mon,tue,wed,thu,fri}',
  primary key (tenant_id, id),
  unique (tenant_id)
);
select mutable_table('tenant_settings');
select isolate_table('tenant_settings');
create index on tenant_settings (tenant_id, updated_at desc, id);

create table brand_voices (
  tenant_id text not null references tenants (id),
  id text not null,
  tone text[] not null default '{}',
  personality text[] not null default '{}',
  style text,
  dos text[] not null default '{}',
  donts text[] not null default '{}',
  sample_texts text[] not null default '{}',
  banned_words text[] not null default '{}',
  reading_level text not null default 'general' check (reading_level in ('simple', 'general', 'expert')),
  languages text[] not null default '{en}',
  primary key (tenant_id, id),
  unique (tenant_id)
);
select mutable_table('brand_voices');
select isolate_table('brand_voices');
create index on brand_voices (tenant_id, updated_at desc, id);

create table context_files (
  tenant_id text not null references tenants (id),
  id text not null,
  version integer not null check (version >= 1),
  status text not null check (status in ('draft', 'pending_review', 'approved', 'rejected', 'archived')),
  body text not null check (length(body) between 1 and 20000),
  sections jsonb not null default '[]',
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  change_note text,
  approved_by text,
  approved_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, version)
);
select mutable_table('context_files');
select isolate_table('context_files');
create unique index on context_files (tenant_id) where status = 'approved';
create index on context_files (tenant_id, updated_at desc, id);

grant select on regions to app, auth;
grant select (id, email, first_name, last_name, image, role, status, locale, timezone, deleted_at) on users to app;
grant select, insert, update on users to auth;
grant select on tenants, tenant_members to auth;
grant select, update on tenants to app;
grant select, insert, update, delete on tenant_members to app;
grant select, insert, update on tenant_settings, brand_voices, context_files to app;

comment on table tenants is 'an agency''s client: unit of isolation, billing and privacy';
comment on table users is 'a person, shared by all tenants they belong to';
comment on table tenant_members is 'who may act in a tenant; agency rows are the assignments of DM reviewers';
comment on table tenant_settings is 'one row of behaviour switches per tenant';
comment on table brand_voices is 'how the tenant speaks';
comment on table context_files is 'Client Context File: the one text every agent always gets in full';
comment on table regions is 'where and how we sell';
